"""Sheets of people who look for work: what columns mean, what is thought of a row, how it becomes a registration."""
