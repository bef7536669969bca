"""Floor 7: from recommendation to introduction letter, receipt and placement."""
