"""Tests that look at the whole house: its walls, journeys, contracts and faults."""
