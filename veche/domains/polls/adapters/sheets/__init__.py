"""Ballot papers as PDF: title, questions, squares to mark, and on each sheet its number with a QR.

Two sheets on a page when the paper fits half of it, else a page for each.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from veche.domains.polls.forms import paper
from veche.domains.polls.models import Poll

TEMPLATE = Path(__file__).with_name("sheet.typ")
NUMBER = "000000000000"


def spaced(number: str) -> str:
    """Twelve digits as they are read out: 0000 1234 5678."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def pack_pdf(poll: Poll, numbers: Sequence[str], *, town: str) -> bytes:
    """The sheets of a pack."""
    content = _content(poll, town)
    layout = "half" if _fits_half(content) else "a4"
    return _pdf({**content, "layout": layout, "sheets": [_sheet(number) for number in numbers]})


def _fits_half(content: dict[str, Any]) -> bool:
    """Whether one sheet stays on one A5 page."""
    tried = {**content, "layout": "a5", "sheets": [_sheet(NUMBER)]}
    pages = typst.compile(TEMPLATE, format="png", ppi=10, sys_inputs=_inputs(tried))
    return not isinstance(pages, list) or len(pages) == 1


def _pdf(data: dict[str, Any]) -> bytes:
    made: bytes = typst.compile(TEMPLATE, format="pdf", sys_inputs=_inputs(data))
    return made


def _inputs(data: dict[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False)}


def _sheet(number: str) -> dict[str, str]:
    # The code holds the bare digits: a scanner at the counter types them like a keyboard.
    image = segno.make(number, error="m", micro=False).svg_inline(border=0, scale=4)
    return {"number": spaced(number), "qr": image.replace("<svg ", f"<svg {_NAMESPACE} ", 1)}


_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


def _content(poll: Poll, town: str) -> dict[str, Any]:
    shown = paper.show(poll)
    closes = date_format(localtime(poll.closes_at), "j E, H:i") if poll.closes_at else ""
    return {
        "town": town,
        "heading": _("Бюллетень"),
        "title": poll.title,
        "hours": _("Отдайте бюллетень до %(when)s.") % {"when": closes},
        "how": _("Ставьте в квадрате любой знак. Испортили лист — попросите другой."),
        "foot": _(
            "Имени здесь нет, и никто не записывает, кому какой лист достался. Запомните или "
            "сфотографируйте номер: на странице опроса по нему видно, что бюллетень в урне."
        ),
        "questions": [_question(question, shown) for question in shown],
    }


def _question(
    question: paper.PaperQuestion, others: Sequence[paper.PaperQuestion]
) -> dict[str, Any]:
    hints = [question.hint, _how(question), _when(question, others)]
    if not question.is_required:
        hints.append(_("На этот вопрос можно не отвечать."))
    return {
        "number": question.number,
        "text": question.legend,
        "hint": " ".join(hint for hint in hints if hint),
        "kind": question.kind,
        "numbers": question.numbers,
        "options": [
            {"text": option["title"], "detail": option["place"] or ""}
            for option in question.options
        ],
    }


def _how(question: paper.PaperQuestion) -> str:
    if question.kind == "ranking":
        return _("Впишите места цифрами: 1 — самое важное.")
    if question.kind == "budget":
        return _("Впишите, сколько отдаёте: всего %(total)s %(unit)s.") % {
            "total": question.total,
            "unit": question.unit,
        }
    return _("Напишите улицу и дом.") if question.kind == "place" else ""


def _when(question: paper.PaperQuestion, others: Sequence[paper.PaperQuestion]) -> str:
    """On which earlier answer the question hangs."""
    earlier = next((other for other in others if other.name == question.shown_if), None)
    if earlier is None:
        return ""
    wanted = question.shown_if_options.split()
    titles = [
        option["title"]
        for option in earlier.options
        if option["name"].removeprefix(f"{earlier.name}-") in wanted
    ]
    return _("Отвечайте, если в вопросе %(number)s отмечено: %(options)s.") % {
        "number": earlier.number,
        "options": ", ".join(f"«{title}»" for title in titles),
    }
