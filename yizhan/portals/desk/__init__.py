"""The clerk's shell: the page with which a station opens in the morning."""
