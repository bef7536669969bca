"""Messages as people at the desk see them: the call list, the ledger, the carriers; and who hears of which event."""
