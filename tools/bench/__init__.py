"""Measuring: `python -m tools.bench [NAME…]`, one JSON object a line."""
