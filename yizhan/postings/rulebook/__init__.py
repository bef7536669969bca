"""The rule book of postings: rules are data (``data/*.toml``) and small pure functions.

No database, no clock, no file at call time: facts and instants are handed in. ``book`` is the entrance.
"""
