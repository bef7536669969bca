"""HTML door."""
