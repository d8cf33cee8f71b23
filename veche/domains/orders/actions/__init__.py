"""What is done with voters' orders."""
