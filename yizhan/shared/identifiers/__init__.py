"""Numbers that name somebody or something: ID cards, credit codes, phones, and our own short numbers."""
