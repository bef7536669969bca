"""What leaves the station about its postings: facts without a person, texts, sheets, and the log of it."""
