"""Encryption at rest: the key ring, the recovery sheet, encrypted columns and their blind indexes."""
