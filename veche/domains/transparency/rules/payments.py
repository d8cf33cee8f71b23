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
from veche.kernel.names import is_person, names_person

PURPOSE_MAX, RECIPIENT_MAX, CONTRACT_MAX, DOCUMENT_MAX = 300, 200, 60, 40
_INN, _WEIGHTS = re.compile(r"\d{10}"), (2, 4, 10, 3, 5, 9, 4, 6, 8)


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
