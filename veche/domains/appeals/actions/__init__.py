"""The verbs of appeals and of reception hours."""
