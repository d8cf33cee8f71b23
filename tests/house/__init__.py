"""Tests of the house itself: they read the tree, not the database, and run first."""
