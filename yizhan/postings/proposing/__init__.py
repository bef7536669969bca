"""A model that an office has configured: off by default, and it may only point at words of the text."""
