"""Papers of a poll: the protocol of its count and the sheet to vote on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veche.commons.ballots import public as ballots
from veche.commons.documents import public as documents
from veche.commons.documents.public import Block
from veche.commons.towns import public as towns
from veche.domains.polls import rules
from veche.domains.polls.adapters import shown
from veche.domains.polls.models import Kind as PollKind
from veche.domains.polls.models import Poll, Protocol, Question, QuestionKind
from veche.kernel import clock

BOX = "☐"
OWN_WORDS_LINES = 3


def protocol(poll: Poll, issued: Protocol, address: str) -> documents.Paper:
    """The protocol by the version of the template it was issued with."""
    with translation.override(rules.TOWN_LANGUAGE):
        count = ballots.results(poll.id)
        values: documents.Values = {
            **_passport(poll),
            "number": issued.number,
            "date": _day(issued.signed_on),
            "ballots": str(count.ballots),
            "paper_ballots": str(count.channels.get("paper", 0)),
            "quorum": _quorum(poll, count.ballots),
            "results": tuple(_results(poll, count)),
            "address": address,
            "decide_by": _day(poll.decide_by) if poll.decide_by else "",
            "signature": (documents.signature(issued.signatory_post, issued.signatory_name),),
        }
        title = _("Протокол № %(number)s: %(title)s") % {
            "number": issued.number,
            "title": poll.title,
        }
        return documents.make("protocol", values, title, number=issued.template_number)


def ballot(poll: Poll) -> documents.Paper:
    """The sheet of a poll, to be printed and filled in by hand."""
    with translation.override(rules.TOWN_LANGUAGE):
        values: documents.Values = {
            **_passport(poll),
            "summary": poll.summary,
            "questions": tuple(_questions(poll)),
        }
        title = _("Опросный лист: %(title)s") % {"title": poll.title}
        return documents.make("ballot", values, title)


def _passport(poll: Poll) -> dict[str, str]:
    act = poll.act_title
    if poll.act_number:
        act += f" № {poll.act_number}"
    if poll.act_on:
        act += " " + _("от %(when)s") % {"when": _day(poll.act_on)}
    is_house = poll.kind == PollKind.HOUSE
    return {
        "town": towns.current().name,
        "title": poll.title,
        "kind": str(poll.get_kind_display()),
        "initiator": poll.initiator or "—",
        "act": act or "—",
        "effect": str(poll.get_legal_effect_display()),
        "period": _period(poll),
        "voters": _voters(poll),
        "house_note": _("Это опрос, а не собрание собственников.") if is_house else "",
    }


def _voters(poll: Poll) -> str:
    names = shown.territory_names(poll)
    told = ", ".join(names) if names else _("жители всего округа")
    if poll.audience:
        told = f"{poll.audience}; {told}"
    if poll.min_age:
        told += ", " + _("с %(age)s лет") % {"age": poll.min_age}
    return told


def _period(poll: Poll) -> str:
    if poll.opens_at is None or poll.closes_at is None:
        return ""
    return f"{_moment(poll.opens_at)} — {_moment(poll.closes_at)}"


def _moment(at: datetime) -> str:
    local = at.astimezone(clock.zone(towns.current().time_zone))
    return date_format(local, r"j E Y \г. H:i", use_l10n=False)


def _day(on: date) -> str:
    return date_format(on, r"j E Y \г.", use_l10n=False)


def _quorum(poll: Poll, cast: int) -> str:
    if not poll.min_turnout:
        return ""
    words = (
        _("Опрос состоялся: нужно не меньше %(least)s участников, приняли участие %(cast)s.")
        if cast >= poll.min_turnout
        else _(
            "Опрос не состоялся: нужно не меньше %(least)s участников, приняли участие %(cast)s."
        )
    )
    return words % {"least": poll.min_turnout, "cast": cast}


def _results(poll: Poll, count: ballots.Results) -> Iterator[Block]:
    for number, tally in enumerate(shown.tallies(poll, count, None), start=1):
        yield documents.text(f"{number}. {tally.question.text}", is_bold=True)
        if tally.rows:
            yield documents.table(
                (_("Ответ"), tally.unit, "%"),
                [(row["title"], str(row["votes"]), str(row["share"])) for row in tally.rows],
            )
        yield documents.text(_("Ответили: %(n)s") % {"n": tally.answered})


def _questions(poll: Poll) -> Iterator[Block]:
    for number, question in enumerate(poll.questions.all(), start=1):
        yield documents.text(f"{number}. {question.text}", is_bold=True)
        hint = " ".join(part for part in (question.hint, _how(question)) if part)
        if hint:
            yield documents.text(hint)
        yield from _answers(question)


def _answers(question: Question) -> Iterator[Block]:
    options = [option.text for option in question.options.all()]
    if question.kind == QuestionKind.SCALE:
        marks = range(question.scale_low, question.scale_high + 1)
        yield documents.text("     ".join(f"{BOX} {mark}" for mark in marks))
    elif question.kind in {QuestionKind.RANKING, QuestionKind.BUDGET}:
        yield from (documents.text(f"______ {option}") for option in options)
    elif options:
        yield from (documents.text(f"{BOX} {option}") for option in options)
    else:
        yield from (documents.text("_" * 60) for _line in range(OWN_WORDS_LINES))


def _how(question: Question) -> str:
    many = {"least": question.minimum, "most": question.maximum}
    words: dict[str, Any] = {
        QuestionKind.ONE: _("Отметьте один ответ."),
        QuestionKind.YES_NO: _("Отметьте один ответ."),
        QuestionKind.SEVERAL: _("Отметьте от %(least)s до %(most)s ответов.") % many,
        QuestionKind.RANKING: _("Впишите места от 1, не больше %(most)s.") % many,
        QuestionKind.SCALE: _("Отметьте одну оценку."),
        QuestionKind.BUDGET: _("Распределите сумму: впишите числа."),
    }
    return str(words.get(question.kind, ""))
