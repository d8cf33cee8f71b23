"""Tables that people upload: a workbook or CSV, read into rows of words within limits."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice, zip_longest
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula

from veche.kernel.errors import Invalid
from veche.kernel.text import clean_line

BYTES_MAX = 10 * 1024 * 1024
# A workbook is a packed archive: what it unpacks to is looked at before it is unpacked.
UNPACKED_MAX = 100 * 1024 * 1024
# Words that cells share are all read before the first row, and cost the most.
SHARED_WORDS_MAX = 16 * 1024 * 1024
_SHARED_WORDS = "sharedStrings.xml"
# Above the headings a title may stand, or the town's arms, but no longer.
HEADINGS_WITHIN = 100
ROWS_MAX, COLUMNS_MAX, CELL_MAX = 20_000, 60, 4000
# A long CSV is read line by line, so what it unpacks to need not fit into memory.
LONG_UNPACKED_MAX = 600 * 1024 * 1024
SAMPLE_BYTES, SAMPLE_LINES = 256 * 1024, 60
# Of a longer number a workbook keeps fifteen digits, and the rest would be made up.
WHOLE_BELOW = 10**15
_ZIP = b"PK\x03\x04"
_BOOK = "xl/workbook.xml"
_MARKS = ";\t,"
# A formula that no program has counted stands in a workbook without a value, as if it were blank.
_CHUNK, _OVERLAP = 1024 * 1024, 64
_UNCOUNTED = re.compile(rb"(?:</f>|<f[^<>]*/>)\s*(?:<v\s*/>|<v>\s*</v>|</c>)")
# What the library raises at a file that is torn, locked, or another thing under that name.
BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    csv.Error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    EOFError,
    OSError,
    RuntimeError,
)


# The line of a file on which a row begins, and its cells: whoever mends the file finds it there.
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Sheet:
    """Headings and rows that hold words; `is_cut`: there were more than are read."""

    headings: list[str]
    rows: list[Row]
    is_cut: bool = False


@dataclass(frozen=True)
class Book:
    """A table of any length, as it was sent."""

    data: bytes
    is_workbook: bool
    # A CSV in an archive is unpacked as it is read, never whole.
    is_packed: bool = False


class Unclosed(Invalid):
    """A cell of a CSV swallows what stands behind it: a quote opened on `line` is not closed."""

    def __init__(self, line: int) -> None:
        told = _("В строке %(line)s таблицы не закрыта кавычка") % {"line": line}
        super().__init__(told, advice=_("Закройте её или уберите и загрузите файл снова."))
        self.line = line


@dataclass(frozen=True)
class Top:
    """The beginning of a sheet, its title (a CSV has none), and what it breaks off at."""

    title: str
    rows: list[Row]
    broken: Unclosed | None = None


def open_book(data: bytes) -> Book:
    """A workbook, a CSV (UTF-8, windows-1251; `;`, `,`, tab), or one CSV packed as ZIP; Invalid."""
    try:
        if not data.startswith(_ZIP):
            return Book(data, is_workbook=False)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if _BOOK not in names:
                _one_csv(archive)
                return Book(data, is_workbook=False, is_packed=True)
        return Book(data, is_workbook=True)
    except BROKEN as error:
        raise _unreadable() from error


def lines(book: Book, number: int = 0) -> Iterator[Row]:
    """Rows of a sheet to its last; cells of a CSV as they stand: clean what is kept. Invalid.

    A formula is its value, which may be no words at all; where nobody has counted it, its own words
    (`=SUM(G9:G10)`)."""
    try:
        if not book.is_workbook:
            yield from _long_plain(book)
            return
        with _opened(book.data) as opened:
            sheet = opened.worksheets[number]
            if _has_uncounted(book.data, sheet):
                yield from _with_formulas(book.data, number, sheet)
            else:
                yield from _rows_of(sheet)
    except BROKEN as error:
        raise _unreadable() from error


def _with_formulas(data: bytes, number: int, sheet: Any) -> Iterator[Row]:
    with _opened(data, is_counted=False) as written:
        told = _cells_of(sheet)
        formulas = _cells_of(written.worksheets[number])
        for (line, values), (_line, words) in zip(told, formulas, strict=True):
            both = zip_longest(values, words, fillvalue=EMPTY_CELL)
            yield line, [_word(value.value) or _formula(value, word) for value, word in both]


def _formula(counted: Any, written: Any) -> str:
    """The words of a formula without a value. One that was counted as no words says what it is."""
    if written.data_type != "f" or counted.data_type == "str":
        return ""
    kept = written.value
    return _word(kept.text if isinstance(kept, ArrayFormula) else kept)


def tops(book: Book, most: int, sheets: int) -> list[Top]:
    """The first rows of each of the first sheets, the file opened once; cells cleaned. Invalid.

    Of a CSV as far as the first quote that is not closed.
    """
    if not book.is_workbook:
        kept: list[Row] = []
        try:
            for line, cells in islice(lines(book), most):
                kept.append((line, [clean_line(cell) for cell in cells]))
        except Unclosed as problem:
            return [Top("", kept, problem)]
        return [Top("", kept)]
    try:
        with _opened(book.data) as opened:
            return [
                Top(one.title, list(islice(_rows_of(one), most)))
                for one in opened.worksheets[:sheets]
            ]
    except BROKEN as error:
        raise _unreadable() from error


def _has_uncounted(data: bytes, sheet: Any) -> bool:
    """Whether the sheet has a formula without a value."""
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        archive.open(sheet._worksheet_path) as part,
    ):
        tail = b""
        while chunk := part.read(_CHUNK):
            if _UNCOUNTED.search(tail + chunk):
                return True
            tail = chunk[-_OVERLAP:]
    return False


def _one_csv(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    found = [one for one in archive.infolist() if not one.is_dir()]
    if len(found) != 1:
        raise _wrong(_("В архиве должен быть один файл CSV"), _("Упакуйте его один."))
    if found[0].file_size > LONG_UNPACKED_MAX:
        raise _wrong(_("Таблица слишком большая"), _("Разделите её на части."))
    return found[0]


@contextmanager
def _stream(book: Book) -> Iterator[IO[bytes]]:
    """The bytes of a CSV from its beginning; more than the archive says are never given out."""
    if not book.is_packed:
        yield io.BytesIO(book.data)
        return
    with (
        zipfile.ZipFile(io.BytesIO(book.data)) as archive,
        archive.open(_one_csv(archive)) as packed,
    ):
        yield packed


def _long_plain(book: Book) -> Iterator[Row]:
    with _stream(book) as opened:
        sample = opened.read(SAMPLE_BYTES)
        is_cut = bool(opened.read(1))
    try:
        # The cut may have split a letter: only what stands before the last line's end is tried.
        (sample.rpartition(b"\n")[0] if is_cut else sample).decode("utf-8-sig")
        encoding = "utf-8-sig"
    except UnicodeDecodeError:
        encoding = "windows-1251"
    first = sample.decode(encoding, errors="replace").splitlines()[:SAMPLE_LINES]
    mark = _mark_of(first)
    told: list[str] = []
    with _stream(book) as opened:
        stream = io.TextIOWrapper(opened, encoding=encoding, newline="")
        reader, line = csv.reader(_noted(stream, told), delimiter=mark), 1
        while True:
            try:
                row = next(reader, None)
                if len(told) > 1:
                    # What other programs write carelessly is read as they mean it, within one line.
                    list(csv.reader(told, delimiter=mark, strict=True))
            except csv.Error as error:
                raise Unclosed(line) from error
            if row is None:
                return
            told.clear()
            yield line, row[:COLUMNS_MAX]
            line = reader.line_num + 1


def _noted(lines_read: Iterable[str], told: list[str]) -> Iterator[str]:
    for one in lines_read:
        told.append(one)
        yield one


def _mark_of(first: list[str]) -> str:
    """What parts the cells: the sign that stands equally often on most lines. Titles above the
    headings and commas in names and sums do not."""

    def steady(mark: str) -> int:
        found = Counter(one.count(mark) for one in first)
        found.pop(0, None)
        return max(found.values(), default=0)

    return max(_MARKS, key=steady)


def read(data: bytes, most: int = ROWS_MAX) -> Sheet:
    """The first sheet of a workbook, or CSV (UTF-8, windows-1251); Invalid says what is amiss."""
    if len(data) > BYTES_MAX:
        raise _wrong(_("Файл больше 10 МБ"), _("Разделите его на части."))
    try:
        rows = _workbook(data) if data.startswith(_ZIP) else _plain(data)
        return _sheet(rows, most)
    except BROKEN as error:
        raise _unreadable() from error


def _unreadable() -> Invalid:
    return _wrong(_("Этот файл не прочитать"), _("Нужна таблица XLSX или CSV с заголовками."))


def _sheet(rows: Iterable[Row], most: int) -> Sheet:
    found = iter(rows)
    top = islice(found, HEADINGS_WITHIN)
    headings = next((row for _line, row in top if sum(map(bool, row)) > 1), [])
    # A workbook gives as many cells as are asked for: what stands behind the last word is nothing.
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) < 2:
        raise _wrong(_("В файле нет таблицы"), _("Первая строка должна называть столбцы."))
    named = [one or f"№ {place}" for place, one in enumerate(headings, start=1)]
    kept: list[Row] = []
    empty = 0
    for line, row in found:
        if any(row):
            if len(kept) == most:
                return Sheet(named, kept, is_cut=True)
            kept.append((line, row))
            continue
        # Borders are drawn far below the last row, but not for ever.
        empty += 1
        if empty > ROWS_MAX:
            return Sheet(named, kept, is_cut=True)
    return Sheet(named, kept)


def _check_unpacked(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        shared = sum(one.file_size for one in parts if one.filename.endswith(_SHARED_WORDS))
        if sum(one.file_size for one in parts) > UNPACKED_MAX or shared > SHARED_WORDS_MAX:
            raise _wrong(_("Таблица слишком большая"), _("Разделите её на части."))


def _workbook(data: bytes) -> Iterator[Row]:
    with _opened(data) as book:
        yield from _rows_of(book.worksheets[0])


@contextmanager
def _opened(data: bytes, *, is_counted: bool = True) -> Iterator[Any]:
    _check_unpacked(data)
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=is_counted)
    try:
        yield book
    finally:
        book.close()


def _rows_of(sheet: Any) -> Iterator[Row]:
    for line, row in _cells_of(sheet, values_only=True):
        yield line, [_word(cell) for cell in row]


def _cells_of(sheet: Any, *, values_only: bool = False) -> Iterator[tuple[int, Sequence[Any]]]:
    # A workbook says how large it is, and what lies beyond would be passed over in silence.
    sheet.reset_dimensions()
    return enumerate(sheet.iter_rows(max_col=COLUMNS_MAX, values_only=values_only), start=1)


def _plain(data: bytes) -> Iterator[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("windows-1251")
    first = text.partition("\n")[0]
    mark = max(";,\t", key=first.count)
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1
    for row in reader:
        yield line, [_word(cell) for cell in row[:COLUMNS_MAX]]
        # A cell may hold several lines.
        line = reader.line_num + 1


def _word(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() != time.min:
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, int | float) and abs(cell) >= WHOLE_BELOW:
        return str(float(cell))
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean_line(str(cell)[:CELL_MAX])


def _wrong(message: str, advice: str) -> Invalid:
    return Invalid(message, advice=advice, fields={"file": f"{message}. {advice}"})
