"""Finding helpers, needs and matches for a person."""
