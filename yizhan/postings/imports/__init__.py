"""Sheets of postings: what columns mean, what is thought of a row, and how it becomes a draft."""
