"""What a printed ballot paper says, in the words of the one on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from veche.domains.polls.forms import paper
from veche.domains.polls.models import Poll


def content(poll: Poll, town: str) -> dict[str, Any]:
    """Everything on a sheet but its number."""
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
