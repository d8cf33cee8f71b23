"""What neighbours' days tell other parts of the house."""
