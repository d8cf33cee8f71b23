"""What people and officials fill in."""
