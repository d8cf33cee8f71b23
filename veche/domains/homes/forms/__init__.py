"""What officials fill in about houses."""
