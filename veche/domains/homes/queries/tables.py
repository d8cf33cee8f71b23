"""Tables of houses and outages as they come: CSV or a workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from veche.domains.homes.rules.table import ROWS_MAX, Table
from veche.kernel import sheets
from veche.kernel.errors import Invalid


def read_table(data: bytes) -> Table:
    """The heading and the rows that are not empty, under the numbers of their lines; Invalid."""
    sheet = sheets.read(data, most=ROWS_MAX)
    if sheet.is_cut:
        raise _wrong(_("Строк больше пяти тысяч: разделите файл на части"))
    width = len(sheet.headings)
    rows = tuple(
        (line, tuple(row if any(row[width:]) else (row + [""] * width)[:width]))
        for line, row in sheet.rows
    )
    if not rows:
        raise _wrong(_("В файле нет ни одной строки, кроме заголовка"))
    return Table(tuple(sheet.headings), rows)


def _wrong(words: str) -> Invalid:
    return Invalid(words, fields={"file": words})
