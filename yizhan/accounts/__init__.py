"""Floor 2: people who sign in, their roles, and the tree of offices."""
