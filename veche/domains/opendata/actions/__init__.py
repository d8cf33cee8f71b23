"""The verbs of open data."""
