"""The words of a PDF, so that it can be found by them."""

from __future__ import annotations

import io
from itertools import islice

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from veche.kernel.text import clean_text

PAGES_MAX = 400
# What the library raises at a document that is torn or written against the standard.
BROKEN = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


def text_of_pdf(data: bytes, most: int) -> str:
    """Up to `most` letters of a document; "" for a scan, a locked or a broken one."""
    parts: list[str] = []
    left = most
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            return ""
        for page in islice(reader.pages, PAGES_MAX):
            words = _text_of(page)[:left]
            parts.append(words)
            left -= len(words)
            if left <= 0:
                break
    except BROKEN:
        pass  # what was read before the broken place is found all the same
    return clean_text("\n".join(parts)).strip()


def _text_of(page: object) -> str:
    try:
        return str(page.extract_text()).replace("\0", "")  # type: ignore[attr-defined]
    except BROKEN:
        return ""
