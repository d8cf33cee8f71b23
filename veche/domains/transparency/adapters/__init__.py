"""Where the open budget meets the shell."""
