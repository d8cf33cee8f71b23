"""The arithmetic of houses: who is nearest, where an outage stands, what a table says."""
