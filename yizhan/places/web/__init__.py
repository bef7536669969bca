"""The pages of local places."""
