"""The only way to write of houses: one verb, one transaction."""
