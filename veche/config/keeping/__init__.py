"""Keeping the town: copies of everything it holds, and bringing them back."""
