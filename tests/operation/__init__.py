"""What the operator of a server does: copies, restores, upgrades, reloads, and asks how it goes."""
