"""The only way to fetch cycles and projects for a person."""
