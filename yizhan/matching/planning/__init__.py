"""Planning for many at once: the market of some offices, worked out here or in several processes."""
