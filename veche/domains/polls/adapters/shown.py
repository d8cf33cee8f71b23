"""What templates show of a poll: plain values made from the record and the count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import Resolver404, resolve, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veche.commons.ballots import public as ballots
from veche.commons.commitments import public as commitments
from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.polls import policies, queries, rules
from veche.domains.polls.models import Neutral, Poll, Question, QuestionKind
from veche.kernel import clock
from veche.kernel.errors import NotFound
from veche.kernel.policies import Decision as Allowance


@dataclass(frozen=True)
class Brief:
    """A poll on a list or on the home page."""

    poll: Poll
    url: str
    phase: rules.Phase
    turnout: int
    cover: files.FileRef | None = None
    has_voted: bool = False
    is_near: bool = False


Covers = Mapping[UUID, files.FileRef]


def covers_of(polls: Iterable[Poll]) -> Covers:
    """The pictures of polls; one query where any has one."""
    return files.refs(poll.cover_id for poll in polls if poll.cover_id)


def briefs(person: PersonRef, polls: Sequence[Poll], covers: Covers | None = None) -> list[Brief]:
    """Polls with what a card says of them; a fixed number of queries however many there are."""
    turnout = ballots.turnouts([poll.id for poll in polls])
    open_polls = [poll for poll in polls if queries.phase_of(poll) == "open"]
    mine = {*queries.voted_in(person, open_polls), *queries.blanks_of(person, open_polls)}
    covers = covers_of(polls) if covers is None else covers
    near = _near(person)
    return [
        Brief(
            poll=poll,
            url=reverse("polls:poll", args=[poll.slug]),
            phase=queries.phase_of(poll),
            turnout=turnout[poll.id],
            cover=covers.get(poll.cover_id) if poll.cover_id else None,
            has_voted=poll.id in mine,
            is_near=bool(near.intersection(t.place_id for t in poll.territories.all())),
        )
        for poll in polls
    ]


def _near(person: PersonRef) -> frozenset[UUID]:
    home = person.home_place_id
    return frozenset() if home is None else frozenset(places.lineage(home))


@dataclass(frozen=True)
class Standing:
    """May this person take part, and what to press next."""

    decision: Allowance
    next_url: str
    next_title: str

    @property
    def is_mendable(self) -> bool:
        """A step of the person's own leads on."""
        return self.decision.code in {"sign-in", "birth-date", "home"}


def standing(person: PersonRef, poll: Poll) -> Standing:
    """Said on the poll's page, before anything is filled in."""
    terms, phase = queries.terms_of(poll), queries.phase_of(poll)
    # Age and places are nobody's matter before the vote and after it.
    is_open = phase == "open"
    voter = ballots.voter_of(person, terms) if is_open else ballots.Voter(is_known=person.is_known)
    decision = policies.may_vote(terms, voter, phase, ", ".join(territory_names(poll)))
    vote_url = reverse("polls:vote", args=[poll.slug])
    steps = {
        "sign-in": (identity.sign_in_url(vote_url), _("Проголосовать")),
        "birth-date": (
            _with_next("identity:declare-birth-date", vote_url),
            _("Указать дату рождения"),
        ),
        "home": (_with_next("identity:declare-home", vote_url), _("Указать, где живу")),
        "territory": (_with_next("identity:declare-home", vote_url), _("Я переехал")),
    }
    url, title = steps.get(decision.code, (vote_url, _("Проголосовать")))
    return Standing(decision, url, title)


def _with_next(name: str, back: str) -> str:
    return f"{reverse(name)}?next={back}"


def territory_names(poll: Poll) -> list[str]:
    """Names of the places whose residents vote; none for the whole town."""
    chosen = {territory.place_id for territory in poll.territories.all()}
    return [place.name for place in places.places() if place.id in chosen] if chosen else []


def who_votes(poll: Poll, territories: Sequence[str]) -> str:
    """Whose answer counts, in a sentence that stands beside the button; "" when everyone's does."""
    age, said = poll.min_age or 0, []
    if territories or age:
        where = _("Голосуют жители: %(where)s") % {"where": ", ".join(territories)}
        who = where if territories else _("Голосуют жители всего округа")
        old = ngettext("с %(age)s года", "с %(age)s лет", age) % {"age": age}
        said.append(f"{who}, {old}." if age else f"{who}.")
    if poll.min_level > 1:
        said.append(_("В этом опросе %(what)s") % {"what": policies.LEVELS[poll.min_level]} + ".")
    return " ".join(said)


def asked_for(person: PersonRef, path: str) -> str:
    """Which poll asks for an age or a home, and of whom; "" for an address of another page."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return ""
    if found.view_name != "polls:vote":
        return ""
    try:
        poll = queries.poll_for(person, found.kwargs["slug"])
    except NotFound:
        return ""
    said = _("Спрашивает опрос «%(title)s».") % {"title": poll.title}
    return f"{said} {who_votes(poll, territory_names(poll))}".strip()


def decision_term(poll: Poll) -> dict[str, Any]:
    """Until when a decision will be owed, and by which norm."""
    zone = towns.current().time_zone
    ends = poll.closes_at.astimezone(clock.zone(zone)).date() if poll.closes_at else None
    norm = norms.value("poll.decision_days", ends or clock.today(zone))
    due = norms.add_days(ends, norm.value, norm.unit) if ends else None
    is_working = norm.unit == norms.WORKING_DAYS
    return {"decision_norm": norm, "decide_by": due, "counts_working": is_working}


def said_day(moment: datetime | None) -> str:
    """«26 ноября», by the town's clock."""
    return "" if moment is None else formats.date_format(timezone.localtime(moment), "j E")


def phase_line(poll: Poll) -> str:
    """How a public poll stands, in a line with its day."""
    when = {
        "upcoming": _("Голосование начнётся %(day)s") % {"day": said_day(poll.opens_at)},
        "open": _("Голосуйте до %(day)s") % {"day": said_day(poll.closes_at)},
        "closed": _("Голосование завершено %(day)s") % {"day": said_day(poll.closes_at)},
    }
    return when.get(queries.phase_of(poll), "")


@dataclass(frozen=True)
class Tally:
    """One question of a result, ready for the bars and their table."""

    question: Question
    answered: int
    rows: list[dict[str, Any]]
    unit: str
    summary: str
    mean: float | None = None
    note: str = ""
    points: list[tuple[str, int]] = field(default_factory=list)


def tallies(poll: Poll, found: ballots.Results, own: dict[str, Any] | None) -> list[Tally]:
    """Every question of a result; the leader first where there are options."""
    return [
        _tally(question, found, (own or {}).get(question.code)) for question in poll.questions.all()
    ]


def _tally(question: Question, found: ballots.Results, own: Any) -> Tally:
    answered = found.line(question.code, "").votes
    if question.kind == QuestionKind.SCALE:
        return _scale_tally(question, found, answered, own)
    if question.kind in {QuestionKind.TEXT, QuestionKind.PLACE}:
        return Tally(question, answered, [], _("Ответов"), "")
    by_points = question.kind in {QuestionKind.RANKING, QuestionKind.BUDGET}
    options = list(question.options.all())
    lines = [found.line(question.code, option.code) for option in options]
    figures = [line.points if by_points else line.votes for line in lines]
    whole = sum(figures) if by_points else answered
    shares = ballots.percents(figures, whole)
    mine = set(own) if isinstance(own, list | dict) else set()
    rows = [
        {
            "title": option.shown,
            "is_written": option.is_written,
            "photo": files.url(option.photo_id, 320) if option.photo_id else "",
            "votes": _figure(question, figure),
            "share": share,
            "text": "",
            "tone": "grey" if option.neutral != Neutral.NONE else "",
            "mine": option.code in mine,
            "is_neutral": option.neutral != Neutral.NONE,
        }
        for option, figure, share in zip(options, figures, shares, strict=True)
    ]
    if question.kind != QuestionKind.YES_NO:
        rows.sort(key=lambda row: (row["is_neutral"], -int(row["votes"])))
    for row in [row for row in rows if not row["is_neutral"]][1:]:
        row["tone"] = "quiet"
    return Tally(
        question, answered, rows, _unit(question), _summary(rows), note=_share_note(question)
    )


def _share_note(question: Question) -> str:
    """Of what the percents are a part, where that is not plain."""
    return {
        QuestionKind.SEVERAL: _("Проценты — от ответивших: отметить можно было несколько."),
        QuestionKind.RANKING: _(
            "Проценты — доля всех очков: чем выше поставили вариант, тем больше у него очков."
        ),
        QuestionKind.BUDGET: _("Проценты — доля всего, что распределили жители."),
    }.get(QuestionKind(question.kind), "")


def _figure(question: Question, figure: int) -> int:
    return figure // 100 if question.total_unit == "roubles" else figure


def _unit(question: Question) -> str:
    if question.kind == QuestionKind.BUDGET:
        return _("Рублей") if question.total_unit == "roubles" else _("Баллов")
    return _("Очков") if question.kind == QuestionKind.RANKING else _("Голосов")


def _scale_tally(question: Question, found: ballots.Results, answered: int, own: Any) -> Tally:
    marks = list(range(question.scale_low, question.scale_high + 1))
    votes = [found.line(question.code, str(mark)).votes for mark in marks]
    shares = ballots.percents(votes, answered)
    rows = [
        {"title": str(mark), "votes": count, "share": share, "mine": mark == own, "tone": ""}
        for mark, count, share in zip(marks, votes, shares, strict=True)
    ]
    total = sum(mark * count for mark, count in zip(marks, votes, strict=True))
    mean = total / answered if answered else None
    return Tally(question, answered, rows, _("Голосов"), _summary(rows), mean)


def _summary(rows: Iterable[dict[str, Any]]) -> str:
    """The result in one sentence, for those who do not see the bars."""
    return "; ".join(f"{row['title']}: {_said_share(row)}" for row in rows)


def _said_share(row: dict[str, Any]) -> str:
    return _("меньше одного процента") if row["votes"] and not row["share"] else f"{row['share']} %"


@dataclass(frozen=True)
class LastResult:
    """The newest closed poll with its first question's bars."""

    poll: Poll
    url: str
    ballots: int
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Decision:
    """What came of a poll, with the poll's own picture."""

    commitment: commitments.Commitment
    cover: files.FileRef | None


def decisions(
    newest: Sequence[commitments.Commitment], polls: Sequence[Poll], covers: Covers
) -> list[Decision]:
    """What the home page shows of the decisions; their polls are among these."""
    found = {str(poll.id): covers.get(poll.cover_id) for poll in polls if poll.cover_id}
    return [Decision(one, found.get(one.source_id)) for one in newest]


def last_result(poll: Poll) -> LastResult | None:
    """What the home page shows of the newest result; None while it is still counted."""
    found = ballots.results(poll.id)
    if found.awaits_papers or found.awaits_log:
        return None
    tally = next((t for t in tallies(poll, found, None) if t.rows), None)
    url = reverse("polls:result", args=[poll.slug])
    return LastResult(poll, url, found.ballots, tally.rows[:4] if tally else [])


@dataclass(frozen=True)
class OwnVote:
    """One of the person's own votes; of a secret one no more is known than that a blank was taken,
    and there is no number.
    """

    poll: Poll
    url: str
    receipt: str
    phase: rules.Phase


def carried_by(person: PersonRef) -> list[tuple[Poll, ballots.Batch]]:
    """Paper that the person carries as an elder, a chair or a senior of a house."""
    held = {one.id for one in organisations.mandates_of(person)}
    found = ballots.batches_out(held)
    polls = queries.polls_by_ids({one.box_id for one in found})
    return [(polls[one.box_id], one) for one in found if one.box_id in polls]


def own_votes(person: PersonRef) -> list[OwnVote]:
    """The polls in which the person voted, newest first, of the last that everyone could see."""
    polls = queries.recent_polls()
    mine, blanks = queries.voted_in(person, polls), queries.blanks_of(person, polls)
    return [
        OwnVote(
            poll=poll,
            url=reverse("polls:receipt", args=[poll.slug]),
            receipt=_in_fours(mine[poll.id].receipt) if poll.id in mine else "",
            phase=queries.phase_of(poll),
        )
        for poll in polls
        if poll.id in mine or poll.id in blanks
    ]


def _in_fours(number: str) -> str:
    return "-".join(number[i : i + 4] for i in (0, 4, 8))
