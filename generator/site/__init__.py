"""From an `Offer` to the published site. Everything that touches MkDocs is in `plugin`."""
