"""Verbs of identity: accounts, the vault, roles, signing in."""
