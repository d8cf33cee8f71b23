"""Input checks of reports."""
