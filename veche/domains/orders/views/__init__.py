"""Pages of voters' orders."""
