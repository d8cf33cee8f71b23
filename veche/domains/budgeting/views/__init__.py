"""Pages of participatory budgeting."""
