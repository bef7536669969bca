"""Floor 3: a person served: identity, contacts, household, consent, duplicates, merging."""
