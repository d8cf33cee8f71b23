"""A year of polls of the demo town: written, asked, answered, decided. Deterministic by the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.urls import reverse

from veche.commons.ballots import public as ballots
from veche.commons.commitments import demo as commitments
from veche.commons.files import demo as pictures
from veche.commons.identity.demo import DemoPeople, Resident
from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.polls import queries, rules
from veche.domains.polls.actions import running as running_actions
from veche.domains.polls.demo import archive, arguments, closed, proof, running, voters
from veche.domains.polls.demo.plan import Ask, Choice, Story
from veche.domains.polls.models import (
    Extension,
    Material,
    Neutral,
    Option,
    Poll,
    Protocol,
    Question,
    State,
    Territory,
)
from veche.kernel import clock, side_by_side

NAMESPACE = UUID("0c9a31b2-6b0e-4e57-8d3a-6f2f5b0d7a10")
STORIES = (*running.STORIES, *closed.STORIES, *archive.STORIES)
NEUTRALS = (
    (Neutral.UNSURE, "Затрудняюсь ответить"),
    (Neutral.EXPERTS, "Пусть решат специалисты"),
    (Neutral.AGAINST_ALL, "Против всех вариантов"),
)
TEN_THOUSAND_ROUBLES = 1_000_000  # in kopecks
Log = Callable[[str], None]


def load(people: DemoPeople, log: Log) -> None:
    """Write every poll that is not there yet; each is one transaction, so a crash is finished."""
    there = set(
        Poll.objects.filter(import_key__startswith="demo:").values_list("import_key", flat=True)
    )
    missing = [story for story in STORIES if f"demo:{story.key}" not in there]
    residents = people.residents() if missing else []
    # The largest first, so that no process is left alone with one in the end.
    missing.sort(key=lambda story: -story.turnout)

    def tell(number: int) -> int:
        with transaction.atomic():
            return _tell(missing[number], residents, people.author_id, people.approver_id)

    cast = 0
    for number, votes in enumerate(side_by_side.done(tell, len(missing)), 1):
        cast += votes
        if number % 8 == 0 or number == len(missing):
            log(f"опросы: {number} из {len(missing)}, голосов {cast}")
    commitments.start_clock()
    _sign_protocols()
    proof.count_people(people)
    with transaction.atomic():
        arguments.load(people)
    with transaction.atomic():
        proof.call_voters()


def _sign_protocols() -> None:
    """The protocols of all polls that have ended."""
    over = Poll.objects.filter(state=State.CLOSED, import_key__startswith="demo:", protocol=None)
    Protocol.objects.bulk_create(
        Protocol(
            poll=poll,
            number=f"{number}-оп",
            signed_on=poll.closed_at.astimezone(clock.zone(towns.current().time_zone)).date(),
            signatory_post="Глава города",
            signatory_name="С. В. Кузнецова",
            template_number=0,
        )
        for number, poll in enumerate(over.order_by("closed_at"), 1)
        if poll.closed_at
    )


def _tell(story: Story, residents: Sequence[Resident], author_id: UUID, approver_id: UUID) -> int:
    poll = _write(story, author_id, approver_id)
    if story.state != "published":
        return 0
    opens_at, closes_at = _hours(story)
    poll = Poll.objects.prefetch_related("questions__options").get(id=poll.id)
    if poll.is_secret:
        # Opened by the job that opens every secret poll, once the box and the signer run.
        Poll.objects.filter(id=poll.id).update(options_text=running_actions.searchable(poll))
        return 0
    ballots.open_box(
        poll.id,
        paper=queries.paper_of(poll),
        opens_at=opens_at,
        closes_at=closes_at,
        is_revisable=poll.is_revisable,
    )
    Poll.objects.filter(id=poll.id).update(options_text=running_actions.searchable(poll))
    came = voters.turn_out(story, residents) if story.turnout else []
    questions = list(poll.questions.all())
    ballots.fill(
        poll.id,
        (
            ballots.FilledPaper(
                one.id,
                choice,
                channel,
                one.level,
                str(one.place_id),
                rules.age_band(one.age) if story.min_age else "",
                at,
            )
            for (one, choice, channel), at in zip(
                voters.ballots(story, questions, came),
                voters.moments(story, opens_at, min(closes_at, clock.now())),
                strict=False,
            )
        ),
    )
    if closes_at <= clock.now():
        _finish(story, poll)
    return len(came)


def _write(story: Story, author_id: UUID, approver_id: UUID) -> Poll:
    opens_at, closes_at = _hours(story)
    is_public = story.state == "published"
    poll = Poll.objects.create(
        id=uuid5(NAMESPACE, story.key),
        slug=story.key[:12].rstrip("-"),
        import_key=f"demo:{story.key}",
        kind=story.kind,
        state=State(story.state),
        title=story.title,
        summary=story.summary,
        initiator=story.initiator,
        curator=story.curator,
        legal_effect=story.effect,
        act_title=story.act[0],
        act_number=story.act[1],
        act_on=(opens_at - timedelta(days=12)).date() if story.act[1] else None,
        min_age=story.min_age,
        opens_at=opens_at,
        closes_at=closes_at,
        is_revisable=story.revisable,
        results_shown=story.shown,
        mode=story.mode,
        author_id=author_id,
        approver_id=approver_id if is_public else None,
        published_at=min(opens_at, clock.now()) if is_public else None,
    )
    if story.cover:
        poll.cover_id = _picture(poll, story.cover)
        poll.save(update_fields=["cover_id"])
    known = {place.name: place.id for place in places.places()}
    Territory.objects.bulk_create(
        Territory(poll=poll, place_id=known[name]) for name in story.places if name in known
    )
    for number, ask in enumerate(story.asks, 1):
        _ask(poll, number, ask, known)
    Material.objects.bulk_create(
        Material(poll=poll, position=position, side=side, title=title, text=text)
        for position, (side, title, text) in enumerate(story.materials)
    )
    return poll


def _ask(poll: Poll, number: int, ask: Ask, known: dict[str, UUID]) -> None:
    question = Question.objects.create(
        poll=poll,
        position=number,
        code=f"q{number}",
        kind=ask.kind,
        text=ask.text,
        hint=ask.hint,
        is_required=ask.required,
        maximum=ask.maximum,
        scale_high=ask.high,
        total=ask.total,
        total_unit="roubles" if ask.roubles else "points",
        shown_if_question=ask.shown_if[0] if ask.shown_if else "",
        shown_if_options=list(ask.shown_if[1]) if ask.shown_if else [],
    )
    options = [_option(question, i, choice, known) for i, choice in enumerate(ask.choices, 1)]
    for option, choice in zip(options, ask.choices, strict=True):
        if choice.picture:
            option.photo_id = _picture(poll, choice.picture)
    for (neutral, text), weight in zip(NEUTRALS, ask.neutral, strict=True):
        if weight:
            code = f"o{len(options) + 1}"
            options.append(
                Option(
                    question=question,
                    position=len(options) + 1,
                    code=code,
                    text=text,
                    neutral=neutral,
                )
            )
    Option.objects.bulk_create(options)


def _picture(poll: Poll, name: str) -> UUID:
    return pictures.hang(
        name,
        subject_kind=queries.FILES_OF,
        subject_id=str(poll.id),
        is_public=poll.state == State.PUBLISHED,
    )


def _option(question: Question, number: int, choice: Choice, known: dict[str, UUID]) -> Option:
    latitude, longitude = _point(choice, known)
    return Option(
        question=question,
        position=number,
        code=f"o{number}",
        text=choice.text,
        detail=choice.detail,
        cost_kopecks=choice.cost * TEN_THOUSAND_ROUBLES or None,
        place_text=choice.where,
        latitude=latitude,
        longitude=longitude,
    )


def _point(choice: Choice, known: dict[str, UUID]) -> tuple[float | None, float | None]:
    """A street's first house, or the middle of a district."""
    if not choice.where:
        return None, None
    if choice.where in known:
        place = places.place(known[choice.where])
        return (place.latitude, place.longitude) if place else (None, None)
    found = places.addresses(choice.where, 1)
    return (found[0].latitude, found[0].longitude) if found else (None, None)


def _finish(story: Story, poll: Poll) -> None:
    """What the close, the count and the months after it left behind."""
    closed_at = ballots.close_box(poll.id)
    day = closed_at.astimezone(clock.zone(towns.current().time_zone)).date()
    decide_by = norms.due_on("poll.decision_days", day)
    Poll.objects.filter(id=poll.id).update(
        state=State.CLOSED, closed_at=closed_at, closes_at=closed_at, decide_by=decide_by
    )
    ballots.publish(poll.id)
    if story.extended:
        days, reason = story.extended
        Extension.objects.create(
            poll=poll,
            closed_before_at=closed_at - timedelta(days=days),
            closes_at=closed_at,
            reason=reason,
        )
    if story.outcome is not None:
        commitments.tell(
            story.outcome,
            source_id=poll.id,
            title=poll.title,
            url=reverse("polls:poll", args=[poll.slug]),
            decide_by=decide_by,
            closed_at=closed_at,
        )


def _hours(story: Story) -> tuple[datetime, datetime]:
    opens_at = _hour(9) - timedelta(days=story.opened)
    return opens_at, opens_at + timedelta(days=story.days, hours=12)


def _hour(hour: int) -> datetime:
    """Today at an hour by the town's clock."""
    zone = clock.zone(towns.current().time_zone)
    local = clock.now().astimezone(zone)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0)
