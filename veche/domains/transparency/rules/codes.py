"""Codes of budget classification (Ministry of Finance, order «82н»), parted and compared. Pure.

A code says what it is about as far as it goes: `0700` is the whole section, `0702` one subsection;
`0100000000` a whole programme. Here only what a code says is kept (its *significant* part, `07`,
`0702`, `01`), so one row is a total of another when each of its codes begins that of the other.

Spending: office («ГРБС», 3), part («раздел» 2 + «подраздел» 2), target («ЦСР» 2+1+2+5), kind («ВР»
1+1+1).
Revenue: office («администратор», 3), code (group 1, subgroup 2, article 2, subarticle 2+1), element
(2), subtype (4), analytic group (1+1+1).
Sources of covering a deficit: office (3), code (group 2, subgroup 2, article 2, subarticle 2),
element (2), subtype (4), analytic group (1+1+1): what grows (5), shrinks (6), is borrowed (7), is
paid back (8).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

SPENDING, REVENUE, SOURCES = "spending", "revenue", "sources"
SIDES = (SPENDING, REVENUE, SOURCES)
OFFICE, PART, TARGET, KIND = 3, 4, 10, 3
WHOLE_SPENDING, WHOLE = OFFICE + PART + TARGET + KIND, 20
# Where a longer code may end and still mean something.
TARGET_LEVELS, CODE_LEVELS, SOURCE_LEVELS = (2, 3, 5, 10), (1, 3, 5, 7, 8), (2, 4, 6, 8)
# Help from other budgets: its kind is one digit (subsidies: 2 02 20000), its purpose four more.
HELP_LEVELS, OLD_HELP = (1, 3, 4, 8), "2020"
# Rent and sales of land count their subarticles by hundreds: 1 14 06300 is above 1 14 06312.
HUNDREDS, HUNDREDS_LEVELS = ("11105", "11406"), (1, 3, 5, 6, 7, 8)
# Income is of two groups; treasuries write the whole of it as a group of its own.
INCOMES, WHOLE_INCOME = ("1", "2"), "850"
# What is approved and not yet parted among sections; and the row «Итого» of data sets.
UNPARTED, GRAND = "99", "9999"
# Revenue: taxes, other own income, help from other budgets; and what comes from property.
TAX, OWN, HELP = "tax", "own", "help"
TAX_GROUPS = frozenset({"101", "102", "103", "104", "105", "106", "107", "108", "109"})
PROPERTY = ("111", "114")
# How far a code of property tells land from buildings: group, subgroup, article, subarticle.
PROPERTY_CODE = 7
LAND, RENT, SALE, GAIN, UNTOLD = "land", "rent", "sale", "gain", "untold"
_LAND_STARTS = ("1110501", "1110502", "111053", "11406")
_SALE_STARTS, _GAIN_STARTS = ("114",), ("11101", "11102", "11103", "11107")
# A section's cell has told the subsection, and the subsection's own cell tells another.
APART = "apart"
# The row of all sources together.
ALL_SOURCES = "90"

Key = tuple[str, ...]
Shape = tuple[int, ...]


class BadCode(ValueError):
    """Not a code: its word says which kind was meant (`office`, `part`, `target`, `kind`, …)."""


class Codes(NamedTuple):
    """The significant codes of a row; those of the other side are empty."""

    office: str = ""
    part: str = ""
    target: str = ""
    kind: str = ""
    code: str = ""

    @property
    def is_bare(self) -> bool:
        """Whether it names nothing."""
        return not (self.office or self.part or self.target or self.kind or self.code)


# not shown: Latin and Cyrillic
_CROSSES = frozenset({"X", "Х"})
_SPACES = re.compile(r"[\s\u00a0\u202f'`’.\-]+")
# Programmes and national projects are named with letters of both alphabets.
_SIGNS = re.compile(r"[0-9A-ZА-ЯЁ]+")  # not shown: signs of codes


def plain(raw: str) -> str:
    """A code as it is compared: without spaces and signs between its parts; a cross is no code."""
    found = _SPACES.sub("", raw).upper()
    return "" if found in _CROSSES else found


def whole_number(raw: str) -> str:
    """A code that a workbook has kept as a number: `902.0` is `902`."""
    return raw[:-2] if raw.endswith(".0") else raw


def office(raw: str) -> str:
    """Three signs; `000` names nobody."""
    found = plain(whole_number(raw))
    if not found or not found.strip("0"):
        return ""
    if len(found) > OFFICE or not _SIGNS.fullmatch(found):
        raise BadCode("office")
    return found.zfill(OFFICE)


def part(section_raw: str, subsection_raw: str = "") -> str:
    """`07` or `0702`, out of one cell (`0702`, `07`, `702`) or two (`07` and `02`).

    BadCode `apart` where the two say different subsections (`0499` and `09`)."""
    section = _digits(section_raw, PART, "section")
    below = _digits(subsection_raw, PART, "subsection")
    own = ""
    if len(section) > 2:
        section, own = section.zfill(PART)[:2], section.zfill(PART)[2:]
        below = below or own
        own = "" if own == "00" else own
    if len(below) > 2:
        whole = below.zfill(PART)
        if section and whole[:2] != section.zfill(2):
            raise BadCode("subsection")
        section, below = whole[:2], whole[2:]
    section, below = section.zfill(2), below.zfill(2)
    if own and own != below:
        raise BadCode(APART)
    if section == "00":
        if below != "00":
            raise BadCode("section")
        return ""
    return section if below == "00" else section + below


def _digits(raw: str, most: int, what: str) -> str:
    found = plain(whole_number(raw))
    if found and (len(found) > most or not found.isdecimal()):
        raise BadCode(what)
    return found


def target(raw: str) -> str:
    """`01`, `011`, `01101` or all ten signs; nothing for a blank and for ten noughts."""
    found = plain(whole_number(raw))
    if not found or not found.strip("0"):
        return ""
    # A workbook that took the code for a number has dropped the nought before it.
    if len(found) == TARGET - 1 and found.isdecimal():
        found = "0" + found
    if len(found) != TARGET or not _SIGNS.fullmatch(found):
        raise BadCode("target")
    return _until(found, TARGET_LEVELS)


def kind(raw: str) -> str:
    """`6`, `61` or `611`."""
    found = _digits(raw, KIND, "kind")
    if not found.strip("0"):
        return ""
    if len(found) != KIND:
        raise BadCode("kind")
    return found.rstrip("0")


def _until(found: str, levels: tuple[int, ...]) -> str:
    """The code cut where only noughts follow, at a level of its own."""
    for level in levels:
        if not found[level:].strip("0"):
            return found[:level]
    return found


def spending(raw: str) -> Codes:
    """A whole code of 20 signs (office, part, target, kind), or of 17 without the office."""
    found = plain(whole_number(raw))
    if len(found) == WHOLE_SPENDING - OFFICE:
        found = "000" + found
    if len(found) != WHOLE_SPENDING:
        raise BadCode("code")
    return Codes(
        office(found[:3]), part(found[3:7]), target(found[7:17]), kind(found[17:])
    )  # fmt: skip


def revenue(raw: str, office_raw: str = "") -> Codes:
    """A code of 20 digits, or of 17 without the administrator.

    The code is kept whole and significant in `code`, its subgroup (`101`) in `part`.
    """
    own, rest = _parted(raw, office_raw)
    if not rest.strip("0"):
        return Codes(office=own)
    if not rest.startswith(INCOMES):
        raise BadCode("income")
    # not shown: noughts end the code of incomes, element, subtype and analytic group stand behind
    head = _until(rest[:8], CODE_LEVELS)
    return Codes(office=own, part=head[:3] if len(head) >= 3 else head, code=rest)


def is_whole_income(raw: str) -> bool:
    """«Доходы бюджета — ИТОГО», as treasuries write it: `000 8 50 00000 00 0000 000`."""
    return plain(whole_number(raw))[OFFICE - WHOLE :].startswith(WHOLE_INCOME)


def _parted(raw: str, office_raw: str) -> tuple[str, str]:
    """The office, and the other seventeen digits of a code of twenty; "" where there is none."""
    found = plain(whole_number(raw))
    if not found:
        return office(office_raw), ""
    if len(found) == WHOLE - OFFICE:
        found = "000" + found
    if len(found) != WHOLE or not found.isdecimal():
        raise BadCode("code")
    return office(found[:3]) or office(office_raw), found[3:]


def source(raw: str, office_raw: str = "") -> Codes:
    """A code of a source of covering the deficit: whole in `code`, its subgroup (`0105`) in `part`,
    its analytic group (`51`) in `kind`."""
    own, rest = _parted(raw, office_raw)
    if not rest.strip("0") or rest.startswith(ALL_SOURCES):
        return Codes(office=own)
    head = _until(rest[:PART], SOURCE_LEVELS)
    return Codes(office=own, part=head, kind=rest[14:].rstrip("0"), code=rest)


def property_kind(code: str) -> str:
    """Land, rent, sale or gain, by as much of a code of revenue as is known (`1110502`)."""
    if code in PROPERTY or code == "11105":
        return UNTOLD
    if code.startswith(_LAND_STARTS):
        return LAND
    if code.startswith(_SALE_STARTS):
        return SALE
    return GAIN if code.startswith(_GAIN_STARTS) else RENT


def property_code(raw: str) -> str:
    """As much of a code of revenue as says something, to the subarticle at most."""
    return _until(raw[:PROPERTY_CODE], CODE_LEVELS)


def spending_key(codes: Codes) -> Key:
    """What a row of spending is compared by."""
    return codes[:4]


def revenue_key(codes: Codes) -> Key:
    """What a row of revenue is compared by."""
    return _coded_key(codes, _levels(codes.code))


def _coded_key(codes: Codes, levels: tuple[int, ...]) -> Key:
    rest = codes.code
    if not rest:
        return (codes.office, "", "", "", "")
    return (
        codes.office,
        _until(rest[:8], levels),
        rest[8:10].replace("00", ""),
        rest[10:14] if rest[10:14].strip("0") else "",
        rest[14:17].rstrip("0"),
    )


def _levels(rest: str) -> tuple[int, ...]:
    if rest.startswith("202") and not rest.startswith(OLD_HELP):
        return HELP_LEVELS
    return HUNDREDS_LEVELS if rest.startswith(HUNDREDS) else CODE_LEVELS


def without_element(side: str, key: Key) -> Key | None:
    """What a row of revenue is looked for by when nothing of its own element lies below it; None
    where that is no question. `1 06 06030 03` is above `1 06 06032 04`."""
    if side != REVENUE or len(key[1]) == CODE_LEVELS[-1] or not key[2]:
        return None
    return (key[0], key[1], "", *key[3:])


def without_office(keys: Iterable[Key]) -> list[Key]:
    """Lines of spending that name no office where others do: a merged cell says it once, and then
    the office's own total would be counted beside them. What is not yet parted has none."""
    kept = list(keys)
    if not any(key[0] for key in kept):
        return []
    return [key for key in kept if not key[0] and key[1] not in ("", UNPARTED)]


def key_of(side: str, codes: Codes) -> Key:
    """What a row of that side is compared by."""
    if side == SOURCES:
        return _coded_key(codes, SOURCE_LEVELS)
    return spending_key(codes) if side == SPENDING else revenue_key(codes)


def written(side: str, codes: Codes) -> str:
    """The codes as people know them, told apart by spaces."""
    if side != SPENDING:
        rest = codes.code
        head = (rest[:1], rest[1:3], rest[3:8])
        if side == SOURCES:
            head = (rest[:2], rest[2:4], f"{rest[4:6]} {rest[6:8]}".strip())
        grouped = (*head, rest[8:10], rest[10:14], rest[14:])
        return " ".join(one for one in (codes.office, *grouped) if one)
    return " ".join(one for one in (codes.office, codes.part, codes.target, codes.kind) if one)


def income_kind(part_code: str) -> str:
    """Taxes, other own income, or help from other budgets, by the subgroup (`101`)."""
    if part_code.startswith("2"):
        return HELP
    return TAX if part_code in TAX_GROUPS or part_code == "1" else OWN


def named(side: str, key: Key) -> tuple[str, str] | None:
    """What a row's name is the name of, when it is of one code alone: («part», «0702»)."""
    if side != SPENDING:
        office_code, code, *rest = key
        is_named = code.startswith(PROPERTY) or len(code) in (1, 2, 3, 4)
        return ("part", code) if not office_code and is_named and not any(rest) else None
    office_code, part_code, target_code, kind_code = key
    if kind_code:
        return None
    if target_code:
        return ("programme", target_code) if len(target_code) == 2 else None
    if office_code:
        return None if part_code else ("office", office_code)
    return ("part", part_code) if part_code else None
