"""Pages of organisations: what everyone reads, what people do for themselves, the desks."""
