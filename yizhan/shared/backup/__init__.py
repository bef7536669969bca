"""Encrypted, consistent copies of the whole installation, and the way back."""
