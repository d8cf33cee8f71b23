"""The verbs of participatory budgeting."""
