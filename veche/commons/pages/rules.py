"""The pages every town has, and how a news item stands."""

from __future__ import annotations

# Their addresses, in the order of the footer.
STANDARD = ("rules", "consents", "contacts", "questions")
# What a beginning of ours leaves for the town to say; nothing with it is published.
BLANK = "(впишите:"  # not shown: a mark in the texts of data/
TEXT_MAX = 60_000
TITLE_MAX = 120
SHOWN_AT_HOME = 3
