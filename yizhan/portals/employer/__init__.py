"""The employers' console: sign up, post, answer letters, shifts and pay; only what is one's own employer's."""
