"""Postings: jobs and gigs on offer with their shifts, places, terms, rules and review."""
