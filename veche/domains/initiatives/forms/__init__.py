"""What is typed in forms of proposals."""
