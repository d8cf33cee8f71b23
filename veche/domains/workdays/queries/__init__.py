"""Reading neighbours' days, the store, and the words they are told in."""
