"""Reading appeals and reception hours."""
