"""What voters' orders tell other parts of the house."""
