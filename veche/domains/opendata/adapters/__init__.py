"""Where open data meets the shell."""
