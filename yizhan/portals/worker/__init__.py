"""The worker's own pages, for a cheap phone: work near a place and, signed in, one's own shifts and data."""
