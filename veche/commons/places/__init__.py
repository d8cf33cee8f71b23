"""Districts, settlements, streets and addresses of a town."""
