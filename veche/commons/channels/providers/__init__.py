"""Ways of sending a code. Each is a function `send(address, text, code)` that raises NotSent."""
