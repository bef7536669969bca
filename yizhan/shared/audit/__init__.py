"""The audit log: who did or read what, when and why. Append-only, sealed into a hash chain per office."""
