"""Floor 11: numbers across rooms and offices, each with its definition."""
