"""Appeals: a decision is looked at again, by somebody else. One shape for all rooms that decide about others."""
