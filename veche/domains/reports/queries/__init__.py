"""What people read in reports."""
