"""Floor 12: shells by audience. A shell shows what the rooms below offer; it holds no rule and no table."""
