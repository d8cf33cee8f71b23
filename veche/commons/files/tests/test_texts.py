"""Words of a PDF are read in a process of its own, which ends whatever the document asks for."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from veche.commons.files import texts


def pdf(content: bytes) -> bytes:
    """A page whose stream draws this."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def test_words_are_read_up_to_so_many_letters() -> None:
    told = pdf(b"BT /F1 12 Tf 10 100 Td (Three schools were built) Tj ET")
    assert texts.text_of_pdf(told, 1000) == "Three schools were built"
    assert texts.text_of_pdf(told, 5) == "Three"
    assert texts.text_of_pdf(b"%PDF-1.7 torn", 1000) == ""


@pytest.mark.parametrize("content", [b"BT /F1 12 Tf " + b"(a) Tj " * 3_000_000 + b"ET"])
def test_a_document_that_unpacks_to_hours_of_work_has_no_words(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = pdf(content)
    assert len(packed) < 200_000
    monkeypatch.setattr(texts, "SECONDS", 3)
    assert texts.text_of_pdf(packed, 1000) == ""


def test_the_process_is_held_within_its_memory(tmp_path: Path) -> None:
    told = "from veche.commons.files import texts; texts._limited(); b'0' * (2 << 30)"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=texts._ROOT, capture_output=True, check=False
    )
    assert b"MemoryError" in done.stderr
