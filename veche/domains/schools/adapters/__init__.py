"""What school polls tell other parts of the house."""
