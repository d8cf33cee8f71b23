"""Work with pictures and words that needs more than the database."""
