"""The verbs of school polls."""
