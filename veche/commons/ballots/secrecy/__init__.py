"""The registrar of secret polls: who may vote and who took a token, never which ballot is whose."""
