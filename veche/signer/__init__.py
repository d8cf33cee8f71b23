"""The program that holds the keys of secret polls and signs blindly."""
