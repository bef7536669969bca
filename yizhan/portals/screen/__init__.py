"""The big screen of a station's hall: what is on offer, day labour first, and never a person."""
