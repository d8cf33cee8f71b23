"""The arithmetic of matching: who takes which step, who is near and free, who comes first. Pure."""
