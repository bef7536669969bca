"""Gigs from the promise to the pay: who is promised which shift, who came, how long, and what was paid.

The station records. It never holds anybody's money, and it keeps no marks about people.
"""
