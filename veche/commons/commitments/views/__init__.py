"""Pages of commitments: what everyone reads, and the officials' desk."""
