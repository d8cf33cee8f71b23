"""Pages of matching: what everyone reads, one's own, the talk of two sides, the desk."""
