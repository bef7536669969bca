"""HTML doors of the room."""
