"""Employers: who offers work, verified in person, with the record of their conduct."""
