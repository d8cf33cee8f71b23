"""What is read of voters' orders."""
