"""What a user would pick instead of the engine, each asked the same questions and held to the same answers."""
