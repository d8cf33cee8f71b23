"""Pages of appeals and of reception hours."""
