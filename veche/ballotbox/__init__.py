"""The secret ballot box: what it signs, writes and proves. Knows neither Django nor the house."""
