"""What a kind of poll fills into an empty draft, and what it demands before publication."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.polls.actions.questions import automatic_options
from veche.domains.polls.models import Kind, Mode, Option, Poll, Question, QuestionKind
from veche.domains.polls.rules import kinds, timing
from veche.domains.polls.rules.flaw import Flaw
from veche.kernel import clock
from veche.kernel.errors import Invalid, Text

# The norm that says how old one must be, by the poll's kind.
AGE_NORMS = {
    Kind.OBJECTS: "poll.min_age.object_vote",
    Kind.CITIZENS: "poll.min_age.citizens_survey",
    Kind.HOUSE: "poll.min_age.house",
}
NOTICE_NORMS = {Kind.CITIZENS: "poll.notice_days.citizens_survey"}
RUN_NORMS = {Kind.SATISFACTION: "poll.run_days.satisfaction"}


def begin_as(poll: Poll) -> None:
    """Fill a draft that has no questions yet with what its kind usually asks."""
    template = kinds.template_of(poll.kind)
    for number, asked in enumerate(template.questions, start=1):
        row = Question.objects.create(
            poll=poll,
            position=number,
            code=f"q{number}",
            kind=asked.kind,
            text=asked.text or poll.title,
            hint=asked.hint,
            is_required=asked.is_required,
            maximum=asked.maximum,
        )
        _add_options(row, asked)
    poll.min_level = max(poll.min_level, template.min_level)
    poll.act_title = poll.act_title or template.act_title
    poll.act_number = poll.act_number or template.act_number
    poll.act_on = poll.act_on or template.act_on
    # What concerns everyone is argued about by everyone; other kinds choose it themselves.
    poll.has_discussion = poll.kind == Kind.TOWN
    # What all of a town or a district decide is secret where enough people are; see `secrecy`.
    is_large = poll.kind in {Kind.TOWN, Kind.DISTRICT}
    poll.mode = Mode.UNCHOSEN if is_large else Mode.OPEN
    poll.save(
        update_fields=["min_level", "act_title", "act_number", "act_on", "has_discussion", "mode"]
    )


def _add_options(row: Question, asked: kinds.Asked) -> None:
    made = automatic_options(kind=asked.kind, neutral=asked.neutral)
    for number, (text, neutral) in enumerate(made, start=1):
        Option.objects.create(
            question=row, position=number, code=f"o{number}", text=text, neutral=neutral
        )


def usual_age(kind: str) -> int:
    """The age a poll of this kind is open from, by the norm in force today."""
    return _norm(AGE_NORMS.get(Kind(kind), "poll.min_age")).value


def notice_of(kind: str) -> norms.Norm:
    """How long before its opening a poll of this kind is told of."""
    return _norm(NOTICE_NORMS.get(Kind(kind), "poll.notice_days"))


def run_of(kind: str) -> norms.Norm:
    """How long a poll of this kind usually runs."""
    return _norm(RUN_NORMS.get(Kind(kind), "poll.run_days"))


def longest_run() -> norms.Norm:
    """How long a vote lasts at most, every extension of it included."""
    return _norm("poll.run_days_max")


def too_long() -> Text:
    """What is said of a close that is too far from the opening."""
    days = longest_run().value
    return ngettext_lazy(
        "Голосование вместе с продлениями идёт не дольше %(days)s дня: проверьте дату.",
        "Голосование вместе с продлениями идёт не дольше %(days)s дней: проверьте дату.",
        days,
    ) % {"days": days}


def require_bounded(*, opens_at: datetime, closes_at: datetime) -> None:
    """Invalid for a vote without a near end: nobody can move a close back."""
    if closes_at - opens_at > timedelta(days=longest_run().value):
        raise Invalid(
            _("Слишком долгое голосование"), fields={"closes_at": too_long()}, code="too-long"
        )


def timing_of(poll: Poll) -> tuple[list[str], norms.Norm]:
    """What is odd about the hours of a poll, and the term below which a vote is short."""
    zone = clock.zone(towns.current().time_zone)
    opens, closes = (m and m.astimezone(zone) for m in (poll.opens_at, poll.closes_at))
    least = _norm("poll.run_days_min")
    return timing.remarks(opens, closes, least.value), least


def _norm(code: str) -> norms.Norm:
    return norms.value(code, clock.today(towns.current().time_zone))


def demands_of(poll: Poll) -> list[Flaw]:
    """What this kind of poll still lacks."""
    is_survey = poll.kind == Kind.CITIZENS
    zone = towns.current().time_zone
    opens = poll.opens_at.astimezone(clock.zone(zone)).date() if poll.opens_at else None
    facts = kinds.Facts(
        kind=poll.kind,
        today=clock.today(zone),
        has_places=bool(poll.territories.all()),
        audience=poll.audience,
        has_act=bool(poll.act_title and poll.act_number and poll.act_on),
        min_turnout=poll.min_turnout,
        min_age=poll.min_age,
        opens_on=opens,
        scales=[
            (q.scale_low, q.scale_high)
            for q in poll.questions.all()
            if q.kind == QuestionKind.SCALE
        ],
        age_norm=usual_age(poll.kind) if is_survey else 0,
        notice_days=notice_of(poll.kind).value if is_survey else 0,
    )
    return kinds.demands(facts)
