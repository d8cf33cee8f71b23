"""What is read of the open budget."""
