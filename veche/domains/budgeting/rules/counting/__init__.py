"""Counting of participatory budgeting: elections as arrays, the rules, and why they say so."""
