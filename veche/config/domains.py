"""The municipal services of this installation: one line each. Removing a line removes a service."""

import os

DOMAINS = [
    "veche.domains.polls",
    "veche.domains.help",
    "veche.domains.reports",
    "veche.domains.homes",
    "veche.domains.appeals",
    "veche.domains.advice",
    "veche.domains.initiatives",
    "veche.domains.budgeting",
    "veche.domains.workdays",
    "veche.domains.orders",
    "veche.domains.transparency",
    "veche.domains.opendata",
    "veche.domains.schools",
]
# Where two of them meet, named <one>_to_<other>; a bridge is there when both are.
BRIDGES = [
    "initiatives_to_polls",
    "initiatives_to_budgeting",
    "budgeting_to_reports",
    "budgeting_to_transparency",
    "orders_to_homes",
]

_without = set(os.environ.get("VECHE_WITHOUT", "").split(","))
ENABLED = [name for name in DOMAINS if name.rpartition(".")[2] not in _without]
_slugs = {name.rpartition(".")[2] for name in ENABLED}
CONNECTED = [name for name in BRIDGES if set(name.split("_to_")) <= _slugs]
