"""Arithmetic of pay: pure, in whole fen, no query and no clock. docs/gigs.md states each rule with its article."""
