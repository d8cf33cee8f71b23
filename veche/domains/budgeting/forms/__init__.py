"""Input checks of participatory budgeting."""
