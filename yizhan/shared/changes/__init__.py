"""What changed since somebody last looked: a table that every write of a posting or an employer adds a line to."""
