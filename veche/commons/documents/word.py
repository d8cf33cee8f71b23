"""The same paper for Word."""

from __future__ import annotations

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from veche.commons.documents.rules import Block, Line, Paper

FONT = "Times New Roman"
# not shown: a line of the paper itself, which is Russian whatever the reader's language
SIGNATURE_ROOM = "Место для отметки об электронной подписи. Подпись хранится отдельным файлом .sig"


def as_docx(paper: Paper) -> bytes:
    """The paper as .docx, to be edited, signed and filed."""
    file = _blank(paper.title)
    for block in paper.blocks:
        _ADD[block.kind](file, block)
    held = BytesIO()
    file.save(held)
    return held.getvalue()


def _blank(title: str) -> Document:
    file = docx.Document()
    file.core_properties.title = title[:255]
    file.core_properties.author = ""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        style = file.styles[name]
        style.font.name = FONT
        style.font.size = Pt(14 if name == "Heading 1" else 12)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
    return file


def _say(paragraph: Paragraph, line: Line) -> Paragraph:
    for run in line:
        made = paragraph.add_run(run.text)
        made.bold, made.italic = run.is_bold or None, run.is_italic or None
    return paragraph


def _heading(file: Document, block: Block) -> None:
    paragraph = _say(file.add_heading("", level=min(block.level, 3)), block.lines[0])
    if block.level == 1:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _text(file: Document, block: Block) -> None:
    _say(file.add_paragraph(), block.lines[0])


def _bullets(file: Document, block: Block) -> None:
    for line in block.lines:
        _say(file.add_paragraph(style="List Bullet"), line)


def _numbers(file: Document, block: Block) -> None:
    for line in block.lines:
        _say(file.add_paragraph(style="List Number"), line)


def _table(file: Document, block: Block) -> None:
    rows = len(block.lines) // block.columns
    table = file.add_table(rows, block.columns, style="Table Grid")
    head = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    for place, line in enumerate(block.lines[: rows * block.columns]):
        row, column = divmod(place, block.columns)
        paragraph = _say(table.cell(row, column).paragraphs[0], line)
        if column:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for run in paragraph.runs:
            run.bold = run.bold or row == 0 or None
    file.add_paragraph()


def _rule(file: Document, block: Block) -> None:
    file.add_paragraph("_" * 60)


def _signature(file: Document, block: Block) -> None:
    post, name = block.lines
    _say(file.add_paragraph(), post)
    paragraph = file.add_paragraph("______________________ ")
    _say(paragraph, name)
    room = file.add_table(1, 1, style="Table Grid")
    room.cell(0, 0).paragraphs[0].add_run(SIGNATURE_ROOM).font.size = Pt(9)
    room.rows[0].height = Mm(24)


_ADD = {
    "heading": _heading,
    "text": _text,
    "bullets": _bullets,
    "numbers": _numbers,
    "table": _table,
    "rule": _rule,
    "signature": _signature,
}
