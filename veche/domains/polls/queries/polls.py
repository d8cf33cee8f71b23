"""The only way to fetch polls for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.polls import policies, rules
from veche.domains.polls.models import (
    Campaign,
    Census,
    LegalCheckRule,
    Material,
    Neutral,
    Option,
    Poll,
    Protocol,
    Question,
    QuestionKind,
    State,
)
from veche.kernel import clock
from veche.kernel.errors import NotFound, Refused
from veche.kernel.pagination import Page, keyset
from veche.kernel.policies import Decision
from veche.kernel.whole import read_whole

KEPT_POLLS = 64
_PREFETCHED = "_prefetched_objects_cache"
_PARTS = ("questions.options", "territories", "materials", "extensions")
_kept: dict[tuple[UUID, UUID, datetime], dict[str, QuerySet[Any]]] = {}


def poll_for(person: PersonRef, slug: str) -> Poll:
    """A poll with everything its page shows; NotFound for what this person may not see."""
    poll = passport_for(person, slug)
    _attach_parts(poll)
    return poll


def passport_for(person: PersonRef, slug: str) -> Poll:
    """The same with nothing that hangs on it, for what is asked again and again; one query."""
    poll = Poll.objects.filter(slug=slug).first()
    if poll is None or not policies.may_see_poll(person, poll):
        raise NotFound()
    return poll


def passport_by_id(poll_id: UUID) -> Poll | None:
    """The poll of an event, for who tells of it and asks the policy first."""
    return Poll.objects.filter(id=poll_id).first()


def _attach_parts(poll: Poll) -> None:
    """Its questions, territories, materials and extensions: one query, kept once published.

    From then on nothing of them changes but an extension, which saves the poll's `changed_at`.
    The poll is read before its parts: should they change between the two reads, newer parts are
    kept under the older moment, for which nobody asks again.
    """
    key = (towns.current().id, poll.id, poll.changed_at)
    parts = _kept.get(key)
    if parts is None:
        whole = read_whole(Poll.objects.filter(id=poll.id), *_PARTS)
        if not whole:
            raise NotFound()
        parts = vars(whole[0])[_PREFETCHED]
        if poll.state in {State.PUBLISHED, State.CLOSED}:
            if len(_kept) >= KEPT_POLLS:
                _kept.clear()
            _kept[key] = parts
    vars(poll)[_PREFETCHED] = dict(parts)


def poll_to_manage(person: PersonRef, slug: str) -> Poll:
    """A poll for those who prepare polls; NotFound for everyone else."""
    if not policies.may_open_office(person):
        raise NotFound()
    return poll_for(person, slug)


def draft_for(person: PersonRef, slug: str) -> Poll:
    """A draft that this person may change; Refused with the reason for what is no draft."""
    poll = poll_to_manage(person, slug)
    policies.may_change_poll(person, poll).or_refuse()
    return poll


def counted_poll_for(person: PersonRef, slug: str) -> Poll:
    """A closed poll whose ballots are published; Refused or NotFound with the reason until then."""
    poll = poll_for(person, slug)
    if phase_of(poll) != "closed":
        raise Refused(
            _("Бюллетени откроются после окончания голосования"),
            advice=_("Пока видно только, сколько человек проголосовало."),
        )
    if not ballots.is_published(poll.id):
        raise NotFound(
            _("Бюллетени ещё готовятся к публикации"), advice=_("Загляните через несколько минут.")
        )
    return poll


def phase_of(poll: Poll, now: datetime | None = None) -> rules.Phase:
    """Where the poll stands now."""
    return rules.phase(poll.state, poll.opens_at, poll.closes_at, now or clock.now())


def terms_of(poll: Poll) -> ballots.Terms:
    """Who may take part."""
    return ballots.Terms(
        min_level=poll.min_level,
        min_age=poll.min_age,
        territories=frozenset(str(t.place_id) for t in poll.territories.all()),
    )


def is_counting_papers(poll: Poll, phase: rules.Phase) -> bool:
    """Whether the vote is over and its paper is still typed in."""
    return phase == "closed" and bool(ballots.awaiting_papers([poll.id]))


def require_may_vote(person: PersonRef, poll: Poll) -> None:
    """Refused or Conflict before anything is filled in."""
    terms = terms_of(poll)
    policies.may_vote(terms, ballots.voter_of(person, terms), phase_of(poll)).or_refuse()
    require_no_paper(person, poll)


def require_no_paper(person: PersonRef, poll: Poll) -> None:
    """Conflict before anything is filled in, for who has taken a paper ballot."""
    if person.id is not None and ballots.took_paper(poll.id, person.id, person.earlier_ids):
        raise ballots.paper_taken()


def sight(
    poll: Poll, phase: rules.Phase, has_voted: bool, count: ballots.Results | None = None
) -> Decision:
    """Whether the count may be seen now; a count at hand tells itself whether paper is awaited."""
    if phase == "closed" and poll.state != State.CLOSED and ballots.is_running(poll.id):
        phase = "open"  # this machine's clock is ahead of the box's, which still takes ballots
    if poll.is_secret:
        is_read = phase != "closed" or ballots.is_published(poll.id)
        return policies.may_see_results(poll, phase, has_voted) if is_read else policies.LOG_WAITS
    is_counting = (
        phase == "closed" and count.awaits_papers
        if count is not None and count.ballots
        else is_counting_papers(poll, phase)
    )
    return policies.may_see_results(poll, phase, has_voted, is_counting)


def paper_of(poll: Poll) -> tuple[ballots.Question, ...]:
    """The questions as the ballot box understands them."""
    return tuple(_paper_question(question) for question in poll.questions.all())


def _paper_question(question: Question) -> ballots.Question:
    options = list(question.options.all())
    kinds = {QuestionKind.YES_NO: "one", QuestionKind.BUDGET: "points"}
    return ballots.Question(
        id=question.code,
        kind=kinds.get(QuestionKind(question.kind), question.kind),
        options=tuple(option.code for option in options),
        exclusive=tuple(o.code for o in options if o.neutral != Neutral.NONE),
        required=question.is_required,
        minimum=question.minimum,
        maximum=question.maximum,
        low=question.scale_low,
        high=question.scale_high,
        total=question.total,
        max_each=question.max_each,
        shown_if=(
            (question.shown_if_question, tuple(question.shown_if_options))
            if question.shown_if_question
            else None
        ),
    )


def polls_in(phase: str, *, after: str = "", size: int = 20) -> Page[Poll]:
    """Published polls that are open, upcoming or closed, by keyset."""
    now = clock.now()
    public = Poll.objects.filter(state__in=[State.PUBLISHED, State.CLOSED])
    public = public.prefetch_related("territories")
    if phase == "closed":
        query = public.filter(Q(closes_at__lte=now) | Q(state=State.CLOSED))
        return keyset(query, order=("-closes_at", "id"), after=after, size=size)
    query = public.filter(state=State.PUBLISHED, closes_at__gt=now)
    if phase == "upcoming":
        return keyset(
            query.filter(opens_at__gt=now), order=("opens_at", "id"), after=after, size=size
        )
    return keyset(
        query.filter(opens_at__lte=now), order=("closes_at", "id"), after=after, size=size
    )


def running_and_coming(limit: int = 12) -> list[Poll]:
    """Published polls whose close is ahead, the nearest first; one query."""
    ahead = Poll.objects.filter(state=State.PUBLISHED, closes_at__gt=clock.now())
    return read_whole(ahead.order_by("closes_at", "id")[:limit], "territories")


def last_closed(with_ids: Iterable[str] = ()) -> list[Poll]:
    """The poll that closed last, then those of these ids that closed before it, with their
    questions; one query."""
    closed = Poll.objects.filter(
        state__in=[State.PUBLISHED, State.CLOSED], closes_at__lte=clock.now()
    ).order_by("-closes_at", "id")
    newest = closed.values("id")[:1]
    wanted = closed.filter(Q(id__in=newest) | Q(id__in=list(with_ids)))
    return read_whole(wanted, "questions.options")


def voted_in(person: PersonRef, polls: Iterable[Poll]) -> dict[UUID, ballots.OwnBallot]:
    """The person's own ballots in these polls."""
    if person.id is None:
        return {}
    return ballots.own_ballots([poll.id for poll in polls], person.id, person.earlier_ids)


def blanks_of(person: PersonRef, polls: Iterable[Poll]) -> set[UUID]:
    """Secret polls, of these, of which the person has taken a blank."""
    secret = [poll.id for poll in polls if poll.is_secret]
    if person.id is None or not secret:
        return set()
    return ballots.secret_taken_in(secret, [person.id, *person.earlier_ids])


def ballot_cast(person: PersonRef, poll: Poll, seq: int) -> ballots.OwnBallot | None:
    """What the person cast here at one time, whatever they cast later."""
    return ballots.ballot_cast(poll.id, [person.known_id, *person.earlier_ids], seq)


def options_with_place(limit: int = 200) -> QuerySet[Option]:
    """Options of open polls that lie somewhere on the map."""
    now = clock.now()
    return (
        Option.objects.filter(
            question__poll__state=State.PUBLISHED,
            question__poll__opens_at__lte=now,
            question__poll__closes_at__gt=now,
            latitude__isnull=False,
        )
        .select_related("question__poll")
        .order_by("id")[:limit]
    )


def recent_polls(limit: int = 200) -> list[Poll]:
    """Published polls, newest close first: those a person may look for their own vote in."""
    public = Poll.objects.filter(state__in=[State.PUBLISHED, State.CLOSED])
    return list(public.order_by("-closes_at", "id")[:limit])


def polls_by_ids(poll_ids: Iterable[UUID]) -> dict[UUID, Poll]:
    """Polls everyone may know of, by id; no query for none."""
    wanted = list(poll_ids)
    return Poll.objects.in_bulk(wanted) if wanted else {}


def published_addresses(
    limit: int = 20_000,
) -> list[tuple[str, str, datetime | None, datetime | None]]:
    """Slug, state, and when each public poll was published and closed; newest first; one query."""
    public = Poll.objects.filter(state__in=[State.PUBLISHED, State.CLOSED])
    rows = public.order_by("-closes_at", "id")[:limit]
    return list(rows.values_list("slug", "state", "published_at", "closed_at"))


_ABOUT = """
    WITH asked AS (
        SELECT websearch_to_tsquery('russian', %(words)s) AS query,
               replace(lower(%(words)s), 'ё', 'е') AS words)
    SELECT p.id, ts_rank(p.search_vector, a.query) * 2
                 + ext.strict_word_similarity(a.words, p.search_text) AS rank
      FROM polls_poll AS p, asked AS a
     WHERE p.state IN ('published', 'closed')
       AND (p.search_vector @@ a.query OR a.words OPERATOR(ext.<<%%) p.search_text)
     ORDER BY rank DESC, p.closes_at DESC LIMIT %(limit)s
"""


def polls_about(words: str, limit: int = 20) -> list[tuple[Poll, float]]:
    """Published polls that speak of these words, best first: stems, and typos by trigrams."""
    asked = words.replace("ё", "е").replace("Ё", "Е")
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, {"words": asked, "limit": limit})
        ranks = {row[0]: float(row[1]) for row in cursor.fetchall()}
    polls = Poll.objects.in_bulk(list(ranks))
    return [(polls[poll_id], rank) for poll_id, rank in ranks.items() if poll_id in polls]


FILES_OF = "polls.poll"


def may_read_files(person: PersonRef, subject_id: str) -> bool:
    """Whether the person sees the poll that private files hang on."""
    poll = Poll.objects.filter(id=subject_id).first()
    return poll is not None and bool(policies.may_see_poll(person, poll))


DESK_ORDER: dict[str, tuple[str, ...]] = {
    State.DRAFT: ("-changed_at", "id"),
    State.LEGAL: ("changed_at", "id"),
    State.REVIEW: ("changed_at", "id"),
    State.PUBLISHED: ("closes_at", "id"),
    State.CLOSED: ("-closes_at", "id"),
}


def desk_page(person: PersonRef, state: str, *, after: str = "", size: int = 20) -> Page[Poll]:
    """Polls of one state for those who draft and approve: what hurries most comes first."""
    policies.may_open_office(person).or_refuse()
    query = Poll.objects.filter(state=state)
    return keyset(query, order=DESK_ORDER[state], after=after, size=size)


def awaiting_hand(person: PersonRef, limit: int) -> list[Poll]:
    """Polls whose next step is this person's, by when they are to begin; one query."""
    mine = Q(pk__in=[])
    if person.has_role(identity.LAWYER):
        mine |= Q(state=State.LEGAL)
    if person.has_role(identity.APPROVER):
        mine |= Q(state=State.REVIEW)
    if person.has_role(identity.AUTHOR):
        mine |= Q(state=State.DRAFT, author_id=person.id) & ~Q(returned_because="")
    return list(
        Poll.objects.filter(mine).order_by(F("opens_at").asc(nulls_last=True), "id")[:limit]
    )


def legal_check_on(day: date) -> LegalCheckRule | None:
    """The town's rule in force on a day; None until it has set one."""
    return LegalCheckRule.objects.filter(valid_from__lte=day).first()


def legal_checks(limit: int = 20) -> list[LegalCheckRule]:
    """The rules the town has set, the latest first."""
    return list(LegalCheckRule.objects.all()[:limit])


def protocol_of(poll: Poll) -> Protocol | None:
    """The protocol of a closed poll, once it has been issued."""
    return Protocol.objects.filter(poll=poll).first()


def campaigns(limit: int = 50) -> list[Campaign]:
    """Election campaigns, the latest first."""
    return list(Campaign.objects.all()[:limit])


def campaign(campaign_id: UUID) -> Campaign:
    """The campaign of that id; NotFound."""
    found = Campaign.objects.filter(id=campaign_id).first()
    if found is None:
        raise NotFound()
    return found


def campaign_names(poll: Poll) -> list[str]:
    """Names nobody may be asked about while this poll runs: its days meet their campaign."""
    zone = towns.current().time_zone
    first = last = clock.today(zone)
    if poll.opens_at and poll.closes_at:
        first, last = (
            m.astimezone(clock.zone(zone)).date() for m in (poll.opens_at, poll.closes_at)
        )
    met = Campaign.objects.filter(starts_on__lte=last, ends_on__gte=first)
    lines = [line.strip() for campaign in met for line in campaign.names.splitlines()]
    return list(dict.fromkeys(line for line in lines if line))


def asks_lawyer(poll: Poll) -> bool:
    """Whether the lawyer sees this poll before its approver."""
    if rules.has_legal_effect(poll.kind, poll.legal_effect):
        return True
    rule = legal_check_on(clock.today(towns.current().time_zone))
    return rule is not None and rule.covers_all


def desk_counts(person: PersonRef) -> dict[str, int]:
    """How many polls stand in each state."""
    policies.may_open_office(person).or_refuse()
    rows = Poll.objects.values_list("state").annotate(number=Count("id")).order_by()
    return dict(rows)


def question_to_change(person: PersonRef, slug: str, code: str) -> tuple[Poll, Question]:
    """A draft and its question; NotFound for a question of another poll."""
    poll = poll_to_manage(person, slug)
    for question in poll.questions.all():
        if question.code == code:
            return poll, question
    raise NotFound()


def material_to_change(person: PersonRef, slug: str, material_id: UUID) -> tuple[Poll, Material]:
    """A draft and its material; NotFound for a material of another poll."""
    poll = poll_to_manage(person, slug)
    for material in poll.materials.all():
        if material.id == material_id:
            return poll, material
    raise NotFound()


def pretend_questions(poll: Poll, questions: Sequence[tuple[Question, Sequence[Option]]]) -> None:
    """Let questions that are not saved be read as the poll's own: for a preview, never to save."""
    for question, options in questions:
        _pretend(question, "options", question.options.all(), options)
    _pretend(poll, "questions", poll.questions.all(), [question for question, _ in questions])


def _pretend(owner: Poll | Question, name: str, query: QuerySet[Any], rows: Sequence[Any]) -> None:
    read = query.none()
    read._result_cache = list(rows)
    read._prefetch_done = True  # type: ignore[attr-defined]
    kept = getattr(owner, "_prefetched_objects_cache", {})
    owner._prefetched_objects_cache = {**kept, name: read}  # type: ignore[union-attr]


def census() -> Census | None:
    """The town's figures that stand now."""
    return Census.objects.first()


def with_results() -> Iterator[tuple[Poll, ballots.Results]]:
    """Polls whose ballots are published, with their count, the newest first; read in parts of a
    hundred, a query each for polls, questions, options and counts."""
    rows = Poll.objects.filter(state=State.CLOSED).order_by("-closes_at", "id")
    polls = rows.prefetch_related("questions__options").iterator(chunk_size=100)
    while part := list(islice(polls, 100)):
        counts = ballots.results_of([poll.id for poll in part])
        for poll in part:
            found = counts[poll.id]
            if found.is_published and not found.awaits_papers:
                yield poll, found
