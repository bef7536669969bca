"""What leaves the station about its postings: public facts without a person, texts, sheets, paper, and the log of it."""
