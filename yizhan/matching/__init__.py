"""Matching: rows to engine columns, recommendations with their reasons."""
