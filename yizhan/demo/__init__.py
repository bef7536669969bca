"""The demo county: a generator of a station's month, with nobody real in it."""
