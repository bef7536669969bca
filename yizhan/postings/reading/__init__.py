"""What people write about pay, headcount and dates, read without inventing anything.

Pure functions: no database, no clock, no file. Each either understands a text or says that it did not.
"""
