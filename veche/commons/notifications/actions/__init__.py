"""Verbs of notifications: follow, choose, tell, send."""
