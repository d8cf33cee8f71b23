"""Pages of points: one's own, the public rules and shop, the office."""
