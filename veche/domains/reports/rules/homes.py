"""Where the case of record of a category lies; pure."""

from __future__ import annotations

# Here; in «ПОС», where the form leads to; in the town's document system, by a number.
HERE, POS, DOCS = "here", "pos", "docs"
HOMES = (HERE, POS, DOCS)
OUTSIDE = (POS, DOCS)
