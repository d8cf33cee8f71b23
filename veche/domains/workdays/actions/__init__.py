"""Verbs of neighbours' days: each one transaction, one policy, one entry, one event."""
