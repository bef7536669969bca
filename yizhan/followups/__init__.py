"""Floor 6: the work list: what is due by when, by whom, about what; attempts and answers."""
