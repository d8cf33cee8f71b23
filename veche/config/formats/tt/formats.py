"""Tatar numbers: a comma before the fraction, as the Tatar press writes them."""

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
