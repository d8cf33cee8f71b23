"""Input checks of the catalogue."""
