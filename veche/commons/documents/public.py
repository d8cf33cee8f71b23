"""Papers for the rest of the house.

A service describes its paper once as a `Kind` in its manifest, then

    paper = documents.make("protocol", {"number": "12", "results": (documents.table(…),)}, title)
    documents.as_pdf(paper); documents.as_docx(paper)

`typeset` makes a PDF of a layout of one's own, fed with data: for what is no text with fields.
"""

from __future__ import annotations

from django.http import HttpResponse

from veche.commons.documents import queries
from veche.commons.documents.kinds import Kind, kind_of, use_kinds
from veche.commons.documents.markdown import read
from veche.commons.documents.rules import (
    Block,
    Field,
    Paper,
    Values,
    fill,
    items,
    signature,
    table,
    text,
    words,
)
from veche.commons.documents.setting import as_pdf, typeset
from veche.commons.documents.word import as_docx
from veche.kernel.errors import NotFound

__all__ = [
    "Block",
    "Field",
    "Kind",
    "Paper",
    "Values",
    "as_docx",
    "as_pdf",
    "items",
    "make",
    "read",
    "respond",
    "signature",
    "table",
    "template_number",
    "text",
    "typeset",
    "use_kinds",
    "words",
]
_FORMS = {
    "pdf": ("application/pdf", as_pdf),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        as_docx,
    ),
}


def make(kind: str, values: Values, title: str, *, number: int | None = None) -> Paper:
    """The paper of that kind by the town's template in force, or by one of its versions."""
    paper = kind_of(kind)
    template = queries.current(paper) if number is None else queries.version(paper, number)
    return Paper(title, fill(read(template.text), values))


def template_number(kind: str) -> int:
    """Which version is in force; 0 is the one of the release."""
    return queries.current(kind_of(kind)).number


def respond(paper: Paper, *, name: str, form: str) -> HttpResponse:
    """The paper as a file to take away; NotFound for a form there is none of."""
    if form not in _FORMS:
        raise NotFound()
    content_type, make_file = _FORMS[form]
    answer = HttpResponse(make_file(paper), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
