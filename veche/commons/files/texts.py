"""The words of a PDF, so that it can be found by them.

A document of a few kilobytes may ask for hours or for all memory: it is read in a process of its
own (`python -m veche.commons.files.texts LETTERS`, the document in, its words out), within limits.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
from itertools import islice
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from veche.kernel.text import clean_text

PAGES_MAX = 400
# A court's file of four hundred pages takes some ten seconds and a quarter of this memory.
CPU_SECONDS, SECONDS, MEMORY_BYTES = 60, 180, 1024 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[3]
# What the library raises at a document that is torn or written against the standard.
BROKEN = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)


def text_of_pdf(data: bytes, most: int) -> str:
    """Up to `most` letters of a document; "" for a scan, a locked, a broken or an endless one."""
    command = [sys.executable, "-m", "veche.commons.files.texts", str(most)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, cwd=_ROOT, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode() if done.returncode == 0 else ""


def _text(data: bytes, most: int) -> str:
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


def _limited() -> None:
    """What goes beyond is ended by the system, or fails to get memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    _limited()
    sys.stdout.buffer.write(_text(sys.stdin.buffer.read(), int(sys.argv[1])).encode())
