"""What a service declares of its public data: tables that anybody may take away.

Names of types are those of Table Schema (specs.frictionlessdata.io), themes those of the data theme
authority table of the EU, periods those of its frequency table: both are what DCAT-AP asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from veche.kernel.errors import Text

Type = Literal["string", "integer", "number", "boolean", "date", "datetime", "year"]
# What a column means for people: nothing; part of what tells a group of people from another (its
# district, their age); how many people a row counts; an office's own telephone or address.
Part = Literal["plain", "group", "persons", "contact"]
# What a column is read for: a value; a number that names a thing and is never added up; the address
# of a page of this town, from its root; what is so on the day on which it is asked, with no change.
Use = Literal["value", "label", "link", "today"]
Theme = Literal["GOVE", "ECON", "ENVI", "EDUC", "HEAL", "JUST", "REGI", "SOCI", "TECH", "TRAN"]
Period = Literal["CONT", "DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "ANNUAL", "IRREG"]


@dataclass(frozen=True)
class Column:
    """A column: `name` for programs, `title` for people, `words` the values of a closed list.

    `is_written`: residents wrote it, so it may have to be taken back: it stands in today's data,
    never in versions that are kept.
    """

    name: str
    title: Text
    type: Type = "string"
    part: Part = "plain"
    note: Text = ""
    words: Mapping[str, Text] = field(default_factory=dict)
    is_written: bool = False
    use: Use = "value"


@dataclass(frozen=True)
class DataSet:
    """A public table of a service.

    `code` is its address and its name in passports: small Latin letters, figures and hyphens.
    `rows` reads it while it is sent: cells in the order of `columns`, None for an empty one, dates
    as dates. What it gives anybody may read: no names, no contacts, no drafts. A table that counts
    people or groups them says so by `Column.part`; groups that are too small are left out wherever
    it goes (`commons/datasets`). `page` is the url name of the page on which people read the same.
    """

    code: str
    title: Text
    text: Text
    theme: Theme
    period: Period
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Sequence[Any]]]
    page: str = ""
    keywords: Sequence[Text] = ()
