"""Pages of identity: the door, and what a person keeps about themselves."""
