"""Files that people bring: what they are, and whether they are clean."""
