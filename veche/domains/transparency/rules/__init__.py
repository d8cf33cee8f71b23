"""The arithmetic of a budget: codes, columns, totals; pure."""
