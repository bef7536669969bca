"""Rights cases: what went wrong, which way leads to help, and how long there is time."""
