"""A ballot box of its own for measurements and replays, and those who vote in it."""
