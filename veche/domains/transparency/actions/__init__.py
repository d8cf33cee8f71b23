"""Verbs of the open budget."""
