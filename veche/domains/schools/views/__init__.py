"""Pages of school polls."""
