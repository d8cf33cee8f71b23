"""Pages of houses."""
