"""Dated values of the law and the working-day calendar."""
