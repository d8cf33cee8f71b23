"""Pages of the open budget."""
