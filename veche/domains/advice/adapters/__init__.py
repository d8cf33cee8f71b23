"""How advice stands before moderators, followers and the journal."""
