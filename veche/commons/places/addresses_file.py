"""Reads a CSV of addresses and checks it whole; every mistake is named by its line. Pure.

Columns (any order, `;` or `,`): street, house, latitude, longitude; and if known settlement, fias.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from veche.commons.places import wording
from veche.commons.places.file_errors import FileError, FileRefused
from veche.kernel.text import clean_line, has_unseen

MAX_BYTES = 40 * 1024 * 1024
MAX_ROWS = 300_000
MAX_LINE = 2_000
MAX_NAME = 120
MAX_HOUSE = 20
NEEDED = ("street", "house", "latitude", "longitude")
_HOUSE = re.compile(r"\d{1,5}[^\n]*")


@dataclass(frozen=True)
class AddressRow:
    """One checked address. `settlement` is a name, or "" for a street of the town itself."""

    line: int
    settlement: str
    street: str
    house: str
    house_key: str
    latitude: float
    longitude: float
    place_id: UUID
    fias: UUID | None


class _Bad(Exception):
    """One mistake of one line."""


def read_addresses(
    data: bytes, place_at: Callable[[float, float], UUID | None], settlements: frozenset[str]
) -> list[AddressRow]:
    """All addresses of the file, or FileRefused with every mistake found.

    `place_at` tells the place of a point; `settlements` are the casefolded names that are known.
    """
    rows: list[AddressRow] = []
    errors: list[FileError] = []
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in _lines(_text(data)):
        if line > MAX_ROWS:
            raise FileRefused.whole(_("Строк больше %(most)s") % {"most": MAX_ROWS})
        try:
            row = _row(line, cells, place_at, settlements)
            for key in _keys(row):
                first = seen.setdefault(key, line)
                if first != line:
                    raise _Bad(_("повторяет строку %(first)s") % {"first": first})
            rows.append(row)
        except _Bad as error:
            errors.append(FileError(line, str(error)))
    if not rows and not errors:
        raise FileRefused.whole(_("В файле нет ни одного адреса"))
    if errors:
        raise FileRefused(errors)
    return rows


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise FileRefused.whole(_("Файл больше 40 МБ"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused.whole(_("Файл не в кодировке UTF-8")) from None
    if "\x00" in text:
        raise FileRefused.whole(_("Это не текстовый файл"))
    return text


def _lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number in the file (the header is 1) and its cells by column."""
    first = text.split("\n", 1)[0]
    # strict: a stray quote would otherwise swallow the rest of the file into one cell.
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True
    )
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        missing = [name for name in NEEDED if name not in header]
        if missing:
            message = _("Нет столбцов: %(names)s") % {"names": ", ".join(missing)}
            raise FileRefused.whole(message)
        if len(set(header)) != len(header):
            raise FileRefused.whole(_("Столбцы повторяются"))
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header) or sum(map(len, cells)) > MAX_LINE:
                message = _("столбцов не столько, сколько в заголовке, или строка слишком длинна")
                raise FileRefused([FileError(reader.line_num, message)])
            yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error:
        message = _("строка не читается как CSV: проверьте кавычки")
        raise FileRefused([FileError(reader.line_num, message)]) from None


def _row(
    line: int,
    cells: dict[str, str],
    place_at: Callable[[float, float], UUID | None],
    settlements: frozenset[str],
) -> AddressRow:
    settlement = _clean(cells.get("settlement", ""))
    if settlement and settlement.casefold() not in settlements:
        raise _Bad(_("населённого пункта «%(name)s» нет в списке") % {"name": settlement})
    street = _clean(cells["street"])
    if not street and not settlement:
        raise _Bad(_("не указана улица"))
    house = _clean(cells["house"])
    if len(house) > MAX_HOUSE or not _HOUSE.fullmatch(house):
        raise _Bad(
            _("номер дома начинается с цифры и не длиннее %(most)s знаков") % {"most": MAX_HOUSE}
        )
    latitude, longitude = _degree(cells["latitude"], 90), _degree(cells["longitude"], 180)
    place_id = place_at(latitude, longitude)
    if place_id is None:
        raise _Bad(_("точка вне границ муниципалитета"))
    return AddressRow(
        line=line,
        settlement=settlement,
        street=street,
        house=house,
        house_key=wording.house_key(house),
        latitude=latitude,
        longitude=longitude,
        place_id=place_id,
        fias=_fias(cells.get("fias", "")),
    )


def _keys(row: AddressRow) -> Iterator[tuple[str, ...]]:
    yield row.settlement.casefold(), row.street.casefold(), row.house_key
    if row.fias is not None:
        yield (str(row.fias),)


def _clean(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > MAX_NAME:
        raise _Bad(_("название длиннее %(most)s знаков") % {"most": MAX_NAME})
    if has_unseen(text):
        raise _Bad(_("в названии есть невидимые знаки"))
    return clean_line(text)


def _degree(text: str, most: int) -> float:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        raise _Bad(_("координата должна быть числом")) from None
    if not math.isfinite(number) or abs(number) > most:
        raise _Bad(_("координата вне земного шара"))
    return round(number, 6)


def _fias(text: str) -> UUID | None:
    if not text.strip():
        return None
    try:
        return UUID(text.strip())
    except ValueError:
        raise _Bad(_("ФИАС записывается как UUID")) from None
