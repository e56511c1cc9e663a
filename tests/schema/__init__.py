"""What a valid offer is, field by field and entry by entry."""
