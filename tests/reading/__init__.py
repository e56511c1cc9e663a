"""From files to an offer, and every problem found on the way."""
