"""A register of payments under contracts: whose codes, which contract, and nobody's name. Pure."""
# not shown in this module: words as treasuries write them

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from veche.domains.transparency.rules import codes
from veche.domains.transparency.rules.codes import BadCode
from veche.domains.transparency.rules.registers import Bad, Column, Told, day, money, text
from veche.domains.transparency.rules.registers import read as read_table

PURPOSE_MAX, RECIPIENT_MAX, CONTRACT_MAX, DOCUMENT_MAX = 300, 200, 60, 40
_INN, _WEIGHTS = re.compile(r"\d{10}"), (2, 4, 10, 3, 5, 9, 4, 6, 8)
# Whoever trades in their own name is a person: their name is personal data.
_TRADER = re.compile(
    r"\bИП\b|индивидуальн\w* предпринимател|самозанят|физическ\w* лиц|\bгр\.", re.I
)
# In a number those two letters alone may mean anything.
_NUMBERED_TRADER = re.compile(r"\bИП\s+[а-яё]{3}", re.I)
# Streets and schools bear names too.
_NAMED_AFTER = "".join(
    rf"(?<!\b(?i:{one}) )"
    for one in (r"ул\.", "улица", "улице", r"им\.", "имени", r"пр\.", r"пер\.")
)
_CAPITAL = "[А-ЯЁӘӨҮҖҢҺ]"
_SMALL = "[а-яёәөүҗңһ]"
# Treasuries write whole registers in capitals; «в т.ч.» and «и т.д.» are nobody's initials.
_SURNAME, _BOTH = rf"(?:{_CAPITAL}{_SMALL}+|{_CAPITAL}{{2,}})", rf"{_CAPITAL}\.\s?{_CAPITAL}\."
_INITIALS = re.compile(
    rf"{_NAMED_AFTER}\b(?:{_CAPITAL}{_SMALL}+\s+{_CAPITAL}\.|{_CAPITAL}{{2,}}\s+{_BOTH})"
)
_INITIALS_FIRST = re.compile(rf"{_NAMED_AFTER}\b(?!Т\.\s?[ЧД]\.){_BOTH}\s?{_SURNAME}")
# A shop may be called «Петрович». Some words only end like a woman's patronymic:
# «в деревне», «на уровне», «основной», «дневной».
_NO_PATRONYMIC = (
    r"(?!\w*(?:осн|сл|гол|дух|церк|верх|кр|остр|чин)овн)"
    r"(?!(?:не|у|жа)?ровн|(?:не)?виновн|(?:по)?любовн|сановн|часовн|царевн)"
)
_PATRONYMIC = re.compile(
    rf"{_NAMED_AFTER}(?<![«„“\"])\b{_NO_PATRONYMIC}"
    r"(?:\w+(?:ов|ев|ь)|никит|кузьм|фом|лук|савв)ич(?:а|у|ем|ом|е)?\b"
    rf"|\b{_NO_PATRONYMIC}"
    r"(?:\w+(?:ов|(?:[аеёиоуыэюяь]|[оа]р|ковл|[иеэ]л)ев)"
    r"|(?:ильин|кузьмин|фомин|лукин|никит|савв)ич)"
    r"н(?:а|ы|е|у|ой|ою)\b"
    r"|\b(?:улы|кызы|оглы)\b",
    re.I,
)
# Most words have nothing of the kind, and are not looked through letter by letter.
_MAY_BE_PATRONYMIC = re.compile(r"ич|вн|улы|кызы|оглы", re.I)
# Telephones, accounts of people, numbers of pensions and of those who pay taxes.
_NUMBERS = re.compile(
    r"(?:\+7|\b8)[\s(-]*9\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}\b"
    r"|\b\d{3}-\d{3}-\d{3}[ -]\d{2}\b|\b40817\d{15}\b|\bИНН\W*\d{12}\b",
    re.I,
)


def contract(raw: str) -> str:
    """A number as it is compared: without its sign, spaces and small letters."""
    return re.sub(r"[\s№\u00a0\u202f]", "", raw).upper()


def _contract(raw: str) -> str:
    if names_person(raw):
        raise Bad("person")
    found = contract(raw)
    if not found or len(found) > CONTRACT_MAX:
        raise Bad("contract")
    return found


def is_person(words: str) -> bool:
    """Whether words look like somebody's name, or like a number that leads to somebody."""
    return _TRADER.search(words) is not None or _names(words)


def names_person(number: str) -> bool:
    """The same of the number of a contract or an order, or of a file's name."""
    words = number.replace("_", " ")
    return _NUMBERED_TRADER.search(words) is not None or _names(words)


def _names(words: str) -> bool:
    found = [_INITIALS, _INITIALS_FIRST, _NUMBERS]
    if _MAY_BE_PATRONYMIC.search(words) is not None:
        found.append(_PATRONYMIC)
    return any(one.search(words) is not None for one in found)


def _nobodys(most: int, is_somebodys: Callable[[str], bool] = is_person) -> Callable[[str], str]:
    """Words of at most so many signs that name no person."""
    plain = text(most)

    def read(raw: str) -> str:
        if is_somebodys(raw):
            raise Bad("person")
        return plain(raw)

    return read


def inn(raw: str) -> str:
    """Ten digits of an organisation with its check digit; twelve are those of a person."""
    found = re.sub(r"\s", "", raw)
    if len(found) == 12 and found.isdecimal():
        raise Bad("person")
    if _INN.fullmatch(found) is None:
        raise Bad("inn")
    told = sum(weight * int(one) for weight, one in zip(_WEIGHTS, found, strict=False)) % 11 % 10
    if told != int(found[9]):
        raise Bad("inn")
    return found


def _codes(raw: str) -> codes.Codes:
    try:
        found = codes.spending(raw)
    except BadCode as error:
        raise Bad("kbk") from error
    if len(found.part) < codes.PART or not found.target:
        raise Bad("kbk")
    return found


COLUMNS = (
    Column("paid_on", ("дата",), day),
    Column("document", ("номер платеж", "номер документа", "№ платеж", "№ документа"),
           _nobodys(DOCUMENT_MAX, names_person)),
    Column("contract", ("номер контракта", "контракт", "договор", "№ контракта"), _contract),
    Column("amount", ("сумма",), money),
    Column("codes", ("код", "кбк"), _codes),
    Column("purpose", ("назначение", "за что"), _nobodys(PURPOSE_MAX)),
    Column("recipient", ("получатель",), _nobodys(RECIPIENT_MAX), is_needed=False,
           may_be_blank=True),
    Column("inn", ("инн",), inn, is_needed=False, may_be_blank=True),
)  # fmt: skip


def read(rows: Iterable[tuple[int, Sequence[str]]]) -> Told | None:
    """Payments or faults by cell: a recipient is told by an organisation's number or not at all,
    and no payment stands twice."""
    told = read_table(COLUMNS, rows)
    if told is None:
        return None
    seen: dict[tuple[object, ...], int] = {}
    for row, one in told.records:
        if one["recipient"] and not one["inn"]:
            told.add(row, "recipient", "no_inn", one["recipient"])
        key = key_of(one)
        if key in seen:
            told.add(row, "document", "twice", one["document"])
        seen.setdefault(key, row)
    return told


def key_of(one: Mapping[str, Any]) -> tuple[object, ...]:
    """What makes two rows the same payment: one order may be parted among codes."""
    return (one["paid_on"], one["document"], one["contract"], *one["codes"][:4])
