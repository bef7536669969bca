"""Floor 13: the command line, the `manage.py` of the product."""
