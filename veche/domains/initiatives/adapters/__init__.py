"""What proposals tell other parts of the house."""
