"""Files read back, to see what really stands in them."""

from __future__ import annotations

from io import BytesIO

import docx
from pypdf import PdfReader


def pdf_words(content: bytes) -> str:
    """All words of a PDF, single spaces."""
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def docx_words(content: bytes) -> str:
    """All words of a .docx, of paragraphs and of cells, single spaces."""
    file = docx.Document(BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(p.text for p in file.paragraphs), *cells]).split())
