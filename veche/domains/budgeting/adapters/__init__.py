"""Where participatory budgeting meets the commons and the shell."""
