"""Limits of law, pure: how they are counted, which there are, and which of them run in a case.

No database, no clock: days come in, days go out. Whether a day is worked is asked of a function, which says None for a
year whose holiday notice is not known.
"""
