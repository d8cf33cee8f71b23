"""Pages of neighbours' days."""
