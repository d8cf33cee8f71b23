"""A set of open data as every description tells it: plain values, then the Russian passport.

The passport is that of the methodical recommendations on publishing open data, version 3.0
(Government commission on open government, protocol № 4 of 29.05.2014): `list.csv` names the sets,
`meta.csv` tells one, `structure-….csv` its columns, `data-…-structure-….csv` its rows.
"""

# not shown in this module: words of a standard

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from veche.domains.opendata.rules.fields import Field

STANDARD = "http://opendata.gosmonitor.ru/standard/3.0"
# The language of what the town writes; titles of services are in that of the reader.
WRITTEN = "ru"
CSV, XLSX, JSON = "csv", "xlsx", "json"
FORMS = (CSV, XLSX, JSON)
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
LICENCE_NAMES = {
    "CC-BY-4.0": "Creative Commons Attribution 4.0",
    "CC0-1.0": "Creative Commons Zero 1.0",
}
THEMES = ("GOVE", "ECON", "ENVI", "EDUC", "HEAL", "JUST", "REGI", "SOCI", "TECH", "TRAN")
PERIODS = ("CONT", "DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "ANNUAL", "IRREG")
# The Russian passport says in days how long a set may be taken for fresh.
FRESH_DAYS = {
    "CONT": 1, "DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "QUARTERLY": 92, "ANNUAL": 366, "IRREG": 366,
}  # fmt: skip


@dataclass(frozen=True)
class Publisher:
    """Who publishes: the town's administration; `inn` makes the names of sets whole."""

    name: str
    inn: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Edition:
    """A version of a set that is kept: its number, when, the address of its rows as CSV."""

    number: int
    made_at: datetime
    structured_at: datetime
    url: str


@dataclass(frozen=True)
class Passport:
    """One set. Addresses are whole; `files` by form; instants are the town's."""

    code: str
    title: str
    text: str
    theme: str
    theme_title: str
    period: str
    licence: str
    keywords: tuple[str, ...]
    fields: tuple[Field, ...]
    issued_at: datetime
    changed_at: datetime
    structured_at: datetime
    url: str
    page: str
    files: Mapping[str, str]
    api: str
    source: str = ""
    valid_until: date | None = None
    number: int = 0
    rows_number: int | None = None
    note: str = ""
    editions: tuple[Edition, ...] = ()
    language: str = WRITTEN

    @property
    def table(self) -> str:
        return self.files[CSV]


def identifier(publisher: Publisher, code: str) -> str:
    """`7710349494-budget`; without the number of the publisher the code alone."""
    return f"{publisher.inn}-{code}" if publisher.inn else code


def stamp(moment: datetime) -> str:
    """A moment as names of files hold it."""
    return moment.strftime("%Y%m%dT%H%M")


def list_rows(
    publisher: Publisher, sets: Sequence[Passport]
) -> Iterator[tuple[str, str, str, str]]:
    """Rows of `list.csv` below its heading."""
    yield "standardversion", "Версия методических рекомендаций", STANDARD, ""
    for one in sets:
        yield identifier(publisher, one.code), one.title, f"{one.url}meta.csv", CSV


def meta_rows(publisher: Publisher, one: Passport) -> Iterator[tuple[str, str]]:
    """Rows of `meta.csv` below its heading."""
    structure = stamp(one.structured_at)
    yield "standardversion", STANDARD
    yield "identifier", identifier(publisher, one.code)
    yield "title", one.title
    yield "description", one.text
    yield "creator", publisher.name
    yield "created", stamp(one.issued_at)
    yield "modified", stamp(one.changed_at)
    yield "subject", ", ".join((one.theme_title, *one.keywords))
    yield "format", CSV
    yield f"data-{stamp(one.changed_at)}-structure-{structure}", one.table
    for edition in one.editions:
        name = f"data-{stamp(edition.made_at)}-structure-{stamp(edition.structured_at)}"
        if name != f"data-{stamp(one.changed_at)}-structure-{structure}":
            yield name, edition.url
    yield f"structure-{structure}", f"{one.url}structure.csv"
    yield "publishername", publisher.name
    yield "publisherphone", publisher.phone
    yield "publishermbox", publisher.email
    yield "provenance", one.note
    if one.valid_until is not None:
        yield "valid", one.valid_until.strftime("%Y%m%d")


def structure_rows(one: Passport) -> Iterator[tuple[str, str, str, str]]:
    """Rows of `structure-….csv` below its heading; types are named as in XML Schema."""
    types = {"number": "decimal", "datetime": "dateTime", "year": "gYear"}
    for field in one.fields:
        about = f"{field.title}. {field.note}" if field.note else field.title
        words = field.name.replace("_", " ").capitalize()
        yield field.name, words, about, types.get(field.type, field.type)
