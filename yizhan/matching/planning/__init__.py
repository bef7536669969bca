"""Planning for many at once: the market of some offices, worked out here or in several processes.

Nothing is imported here: a worker process loads `executors` alone, and knows neither settings nor a database.
"""
