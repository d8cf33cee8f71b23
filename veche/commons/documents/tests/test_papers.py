"""From Markdown to both files: what is said stays said, and nothing said is ever run."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from veche.commons.documents import rules, setting, word
from veche.commons.documents.kinds import CONSENT
from veche.commons.documents.markdown import read
from veche.commons.documents.public import items, signature, table, text
from veche.commons.documents.rules import Paper, Values, fill
from veche.commons.documents.tests.makers import docx_words, pdf_words

TEMPLATE = """# Протокол

№ {{ number }} от **{{ date }}**

{{ results }}

{{ note }}

- один
- *два*

| Имя | Число |
|---|---|
| {{ number }} | 7 |

---

{{ signature }}
"""
VALUES: Values = {
    "number": "12-п",
    "date": "1 декабря 2026 г.",
    "results": (text("Итог", is_bold=True), table(("Ответ", "%"), [("Да", "60"), ("Нет", "40")])),
    "note": "",
    "signature": (signature("Глава города", "И. И. Иванов"),),
}


def paper(template: str = TEMPLATE) -> Paper:
    return Paper("Протокол № 12-п", fill(read(template), VALUES))


def test_markdown_becomes_blocks() -> None:
    kinds = [block.kind for block in paper().blocks]
    assert kinds == ["heading", "text", "text", "table", "bullets", "table", "rule", "signature"]
    assert rules.fields_in(TEMPLATE) == ["number", "date", "results", "note", "signature"]


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_both_files_say_the_same(form: str) -> None:
    said = (
        pdf_words(setting.as_pdf(paper())) if form == "pdf" else docx_words(word.as_docx(paper()))
    )
    for words in ("Протокол", "№ 12-п от 1 декабря 2026 г.", "Да", "60", "Глава города"):
        assert words in said
    assert "И. И. Иванов" in said
    assert "отметки об электронной подписи" in said
    assert "{{" not in said


def test_the_pdf_has_its_title_and_is_tagged() -> None:
    reader = PdfReader(BytesIO(setting.as_pdf(paper())))
    assert reader.metadata is not None
    assert reader.metadata.title == "Протокол № 12-п"
    assert "/StructTreeRoot" in reader.trailer["/Root"]  # type: ignore[operator]


def test_the_word_file_has_headings_and_tables() -> None:
    file = docx.Document(BytesIO(word.as_docx(paper())))
    assert file.paragraphs[0].style is not None
    assert file.paragraphs[0].style.name == "Heading 1"
    assert file.tables[0].cell(1, 1).text == "60"
    assert file.core_properties.title == "Протокол № 12-п"


def test_what_has_no_value_is_a_line_to_write_on() -> None:
    blank = fill(read("№ {{ number }}"), {})
    assert rules.words(Paper("", blank)) == f"№ {rules.BLANK}"


NASTY = "#panic() *жирно* <b>тег</b> [a](b) {{ date }} \\ $x$"


def test_a_value_is_never_markup() -> None:
    made = Paper("", fill(read("Имя: {{ number }}"), {"number": NASTY, "date": "ТАЙНА"}))
    assert rules.words(made) == f"Имя: {NASTY}"
    for said in (pdf_words(setting.as_pdf(made)), docx_words(word.as_docx(made))):
        assert "#panic()" in said
        assert "<b>тег</b>" in said
        assert "ТАЙНА" not in said


@example("-", "")
@given(st.text(max_size=200), st.text(max_size=50))
def test_any_template_is_read_and_its_words_are_kept(template: str, value: str) -> None:
    blocks = fill(read(template), {"number": value})
    assert all(block.lines or block.kind == "rule" for block in blocks)
    for block in blocks:
        if block.kind == "table":
            assert len(block.lines) % block.columns == 0


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=80))
def test_any_words_can_be_set(words: str) -> None:
    made = Paper(words, (text(words), items([words]), table((words,), [(words,)])))
    assert setting.as_pdf(made).startswith(b"%PDF")
    assert word.as_docx(made).startswith(b"PK")


def test_a_layout_of_ones_own_is_fed_with_data(tmp_path: Path) -> None:
    layout = tmp_path / "numbers.typ"
    layout.write_text("#for n in json(bytes(sys.inputs.data)).numbers [Лист №#n ]")
    assert "Лист №7" in pdf_words(setting.typeset(layout, {"numbers": [6, 7]}))


def test_the_consent_says_what_the_law_asks() -> None:
    samples = {field.name: field.sample for field in CONSENT.fields}
    said = pdf_words(setting.as_pdf(Paper("", fill(read(CONSENT.shipped), samples))))
    for part in ("Цель", "Какие данные", "Срок", "Как отозвать", "оператору", "отдельно"):
        assert part in said
    assert set(rules.fields_in(CONSENT.shipped)) <= set(samples)
