"""The municipal services of this installation: one line each. Removing a line removes a service."""

import os

DOMAINS = [
    "veche.domains.polls",
    "veche.domains.help",
    "veche.domains.reports",
    "veche.domains.homes",
    "veche.domains.appeals",
    "veche.domains.advice",
]

_without = set(os.environ.get("VECHE_WITHOUT", "").split(","))
ENABLED = [name for name in DOMAINS if name.rpartition(".")[2] not in _without]
