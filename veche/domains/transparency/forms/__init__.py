"""Input checks of the open budget."""
