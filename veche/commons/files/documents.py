"""Documents are PDF alone. They are kept as they came and only ever served as a download."""

from __future__ import annotations

import re
import zlib

from django.utils.translation import gettext_lazy as _

from veche.kernel.errors import Invalid

UNPACKED_MAX = 64 * 1024 * 1024
_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n(.*?)endstream", re.DOTALL)
# A name may spell any of its letters by number: /JavaScr#69pt.
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
# Long enough never to stand by chance among the bytes of a picture; no action does without one.
_ACTS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition)(?![A-Za-z0-9])")


def check_pdf(data: bytes) -> None:
    """Invalid unless the bytes begin and end as a PDF does (ISO 32000-1, 7.5)."""
    if not re.match(rb"%PDF-[12]\.\d", data) or b"%%EOF" not in data[-2048:]:
        raise Invalid(
            _("Это не документ PDF, или он повреждён"),
            advice=_("Сохраните документ как PDF и приложите ещё раз."),
            code="document-not-pdf",
        )
    if _acts(data):
        raise Invalid(
            _("В этом PDF есть программа или вложенный файл"),
            advice=_("Напечатайте документ в новый PDF и приложите его."),
            code="document-acts",
        )


def _acts(data: bytes) -> bool:
    """Whether it can run or start something, or hides a file; a page to open at is harmless.

    A document is only a list of names to us: in the plain, and packed in streams of objects.
    """
    left = UNPACKED_MAX
    for piece in (data, *_STREAM.findall(data)):
        plain = piece
        if piece is not data:
            unpacking = zlib.decompressobj()
            try:
                plain = unpacking.decompress(piece, left + 1)
            except zlib.error:
                continue  # readers cannot unpack it either
            left -= len(plain)
            if left < 0:
                return True
        if _ACTS.search(_HEX.sub(lambda found: bytes([int(found[1], 16)]), plain)):
            return True
    return False


def tidy_name(name: str) -> str:
    """A file name safe in a header and on any disk: letters, digits, spaces, dots, hyphens."""
    stem = re.sub(r"\.pdf$", "", name.replace("\\", "/").rpartition("/")[2], flags=re.IGNORECASE)
    clean = re.sub(r"[^\w .,()№-]+", " ", stem).strip(" .")
    clean = re.sub(r"\s+", " ", clean)[:100].strip(" .")
    return f"{clean or 'document'}.pdf"
