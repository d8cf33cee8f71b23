"""Files anyone may take away: the ballots as cast, and what each field means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from veche.commons.ballots import public as ballots
from veche.domains.polls.models import Neutral, Poll, QuestionKind
from veche.kernel.web import downloads

LICENCE = "CC BY 4.0"


def ballots_csv(poll: Poll) -> StreamingHttpResponse:
    """One row a ballot, one column a question, in shuffled order."""
    codes = [question.code for question in poll.questions.all()]
    rows = ([cell(row.get(code)) for code in codes] for row in ballots.published_rows(poll.id))
    return downloads.csv_file(f"{poll.slug}-ballots.csv", codes, rows)


def ballots_json(poll: Poll) -> StreamingHttpResponse:
    """The same rows with the paper, the published totals and a description of the fields."""
    head = {"poll": passport(poll), "fields": fields(poll), "totals": totals(poll)}
    return downloads.json_file(
        f"{poll.slug}-ballots.json", head, "ballots", ballots.published_rows(poll.id)
    )


def cell(answer: Any) -> Any:
    """An answer in one cell: `o1|o3`, `o1=3|o2=2`, `54.5,36.2`, a number, or 1 for own words."""
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return 1
    if isinstance(answer, dict):
        return "|".join(f"{code}={value}" for code, value in answer.items())
    if isinstance(answer, list) and answer and isinstance(answer[0], int | float):
        return ",".join(str(value) for value in answer)
    if isinstance(answer, list):
        return "|".join(answer)
    return answer


def passport(poll: Poll) -> dict[str, Any]:
    """What the poll was, in words and codes."""
    return {
        "id": poll.slug,
        "title": poll.title,
        "kind": poll.kind,
        "opens_at": poll.opens_at.isoformat() if poll.opens_at else None,
        "closes_at": poll.closes_at.isoformat() if poll.closes_at else None,
        "licence": LICENCE,
        "questions": [
            {
                "code": question.code,
                "kind": question.kind,
                "text": question.text,
                "options": {option.code: option.text for option in question.options.all()},
                "neutral": [o.code for o in question.options.all() if o.neutral != Neutral.NONE],
            }
            for question in poll.questions.all()
        ],
    }


def totals(poll: Poll) -> dict[str, Any]:
    """The published totals: ballots, then answers, votes and points of each question.

    `struck` are ballots taken off the count, because their person had another one in the box.
    """
    found = ballots.results(poll.id)
    by_question: dict[str, dict[str, Any]] = {}
    for (question, key), line in sorted(found.lines.items()):
        if question and (line.votes or line.points):
            part = by_question.setdefault(question, {"answered": 0, "lines": {}})
            if key:
                part["lines"][key] = {"votes": line.votes, "points": line.points}
            else:
                part["answered"] = line.votes
    return {"ballots": found.ballots, "struck": found.struck, "questions": by_question}


def fields(poll: Poll) -> list[dict[str, str]]:
    """What each column holds and how it is written."""
    return list(_fields(poll))


def _fields(poll: Poll) -> Iterator[dict[str, str]]:
    code = _("код одного варианта")
    # How a cell of the table is written, and how the value of the JSON file.
    forms = {
        QuestionKind.ONE: (code, _("список из одного кода")),
        QuestionKind.YES_NO: (code, _("список из одного кода")),
        QuestionKind.SEVERAL: (
            _("коды отмеченных вариантов через |"),
            _("список кодов отмеченных вариантов"),
        ),
        QuestionKind.RANKING: (
            _("коды вариантов через |, первый — самый важный"),
            _("список кодов, первый — самый важный"),
        ),
        QuestionKind.SCALE: (_("оценка, целое число"), _("оценка, целое число")),
        QuestionKind.BUDGET: (
            _("код=сумма через |; рубли записаны в копейках"),
            _("объект: код и сумма; рубли записаны в копейках"),
        ),
        QuestionKind.TEXT: (
            _("1, если человек ответил своими словами; сами слова не публикуются"),
            _("true, если человек ответил своими словами; сами слова не публикуются"),
        ),
        QuestionKind.PLACE: (
            _("широта и долгота через запятую, с точностью около 100 метров"),
            _("список из широты и долготы, с точностью около 100 метров"),
        ),
    }
    for question in poll.questions.all():
        in_csv, in_json = forms[QuestionKind(question.kind)]
        yield {
            "field": question.code,
            "question": question.text,
            "written_csv": in_csv,
            "written_json": in_json,
            "empty": _("человек не отвечал на этот вопрос"),
        }
