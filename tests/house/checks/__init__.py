"""The checks as pure functions over a tree root, so that each can be shown to fail."""
