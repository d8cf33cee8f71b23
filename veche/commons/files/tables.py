"""Tables are XLSX, CSV, or a CSV packed as ZIP: kept as they came, only ever a download."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from veche.kernel.errors import Invalid

XLSX, CSV, ZIP = "xlsx", "csv", "zip"
TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
    ZIP: "application/zip",
}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def form_of(data: bytes) -> str:
    """Which of the three the bytes are; Invalid for anything else and for a book with a program."""
    if data.startswith(b"PK"):
        return _packed(data)
    if data.startswith(_OLD_EXCEL):
        raise Invalid(
            _("Это старая таблица XLS"),
            advice=_("Сохраните её как XLSX и приложите ещё раз."),
            code="table-old",
        )
    if b"\0" in data[:4096] or data.startswith((b"%PDF", b"<")):
        raise _no_table()
    return CSV


def _packed(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [one for one in archive.namelist() if not one.endswith("/")]
    except (zipfile.BadZipFile, ValueError, OSError):
        raise _no_table() from None
    if "xl/workbook.xml" in names:
        if any(one.endswith("vbaProject.bin") for one in names):
            raise Invalid(
                _("В этой таблице есть программа (макрос)"),
                advice=_("Сохраните её как XLSX без макросов и приложите ещё раз."),
                code="table-acts",
            )
        return XLSX
    if len(names) == 1 and names[0].lower().endswith(".csv") and not _leads_away(names[0]):
        return ZIP
    raise _no_table()


def _leads_away(name: str) -> bool:
    """Whether a file of that name might be unpacked outside of the folder somebody chose."""
    parts = name.replace("\\", "/").split("/")
    return not parts[0] or ".." in parts or ":" in name


def _no_table() -> Invalid:
    return Invalid(
        _("Это не таблица, или она повреждена"),
        advice=_("Нужен файл XLSX или CSV. Большой CSV можно упаковать в ZIP: один файл внутри."),
        code="table-unknown",
    )


def tidy_name(name: str, form: str) -> str:
    """A file name safe in a header and on any disk, with the ending of its form."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    clean = re.sub(r"[^\w .,()№-]+", " ", stem).strip(" .")
    clean = re.sub(r"\s+", " ", clean)[:100].strip(" .")
    return f"{clean or 'table'}.{form}"
