"""Closed lists: who serves a house, what can be off, and the words by which tables name them."""

from __future__ import annotations

# not shown in this module: words of tables, compared and never displayed

COMPANY, HEAT, WATER, POWER, GAS, WASTE = "company", "heat", "water", "power", "gas", "waste"
SCHOOL, CLINIC, POLLING, DEPUTY, TOS = "school", "clinic", "polling", "deputy", "tos"
# In the order of the page: whom to call first, then where to go.
SERVES = (COMPANY, WATER, HEAT, POWER, GAS, WASTE)
GOES_TO = (SCHOOL, CLINIC, POLLING, DEPUTY, TOS)
KINDS = SERVES + GOES_TO

ROAD, LIFT = "road", "lift"
TROUBLES = (WATER, HEAT, POWER, GAS, LIFT, ROAD)

PLANNED_WORK, ACCIDENT = "planned", "accident"
NATURES = (PLANNED_WORK, ACCIDENT)

# The beginnings by which a table names them.
_KIND_WORDS = {
    COMPANY: ("ук", "управля", "тсж", "жск", "дом"),
    WATER: ("вод", "хвс", "гвс"),
    HEAT: ("теп", "отоп"),
    POWER: ("эл", "свет", "энерг"),
    GAS: ("газ",),
    WASTE: ("мусор", "тко", "отход", "регион"),
    SCHOOL: ("школ", "гимн", "лиц"),
    CLINIC: ("полик", "больн", "клин", "фап"),
    POLLING: ("уик", "избир", "участ"),
    DEPUTY: ("депут",),
    TOS: ("тос", "террит"),
}
_TROUBLE_WORDS = {
    WATER: ("вод", "хвс", "гвс", "холодн", "горяч"),
    HEAT: ("теп", "отоп"),
    POWER: ("эл", "свет", "энерг"),
    GAS: ("газ",),
    LIFT: ("лифт",),
    ROAD: ("дорог", "перекр", "движ", "проезд"),
}

# By what the columns of a table are guessed, in this order: each heading is taken once.
SERVING_HEADINGS = {
    "where": ("адрес", "дом", "где", "терр", "район", "where"),
    "kind": ("вид", "услуг", "тип", "kind"),
    "name": ("орган", "назв", "кто", "исполн", "name"),
    "phone": ("тел", "phone"),
    "emergency": ("авар", "дисп", "emerg"),
    "since": ("с ", "дата", "нач", "since"),
    "source": ("отк", "источ", "source"),
    "note": ("прим", "комм", "note"),
}
OUTAGE_HEADINGS = {
    "key": ("номер", "№", "id"),
    "what": ("что", "ресурс", "вид", "what"),
    "where": ("где", "адрес", "дом", "улиц", "where"),
    "starts": ("нач", "с ", "from", "start"),
    "ends": ("кон", "оконч", "до", "until", "end"),
    "nature": ("план", "хар", "тип"),
    "why": ("прич", "почему", "why"),
    "answers": ("отв", "орган", "кто"),
    "phone": ("тел", "phone"),
}


def kind_of(word: str) -> str:
    """The kind that a table means; "" for an unknown word."""
    return _found(word, _KIND_WORDS)


def trouble_of(word: str) -> str:
    """What is off, as a table means it; "" for an unknown word."""
    return _found(word, _TROUBLE_WORDS)


def nature_of(word: str) -> str:
    """Planned work, unless the word speaks of an accident."""
    folded = _folded(word)
    return ACCIDENT if folded.startswith(("авар", "внеп", "accident")) else PLANNED_WORK


def _found(word: str, known: dict[str, tuple[str, ...]]) -> str:
    folded = _folded(word)
    if folded in known:
        return folded
    parts = folded.split()
    for code, beginnings in known.items():
        if any(part.startswith(beginnings) for part in parts):
            return code
    return ""


def _folded(word: str) -> str:
    return " ".join(word.casefold().replace("ё", "е").split())
