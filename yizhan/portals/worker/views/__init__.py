"""The pages: what anybody may read, the way in, and what is one's own."""
