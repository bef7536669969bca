"""What is owed, pure: whole fen in, lines with their working out. Rounding is half up to a fen, once a line."""
