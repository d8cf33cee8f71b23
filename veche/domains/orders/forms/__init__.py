"""What people type of voters' orders."""
