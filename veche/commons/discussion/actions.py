"""Arguing, changing the words, marking, changing one's mind; and a moderator's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.discussion import events, policies, queries, registry, rules
from veche.commons.discussion.models import Argument, Mark, Marker, Sway, Thread
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.kernel import clock, jobs, limits, locks, outbox
from veche.kernel.errors import Invalid
from veche.kernel.manifest import Judged
from veche.kernel.policies import Decision

KIND = "discussion.argument"
Said = Mark | Sway | Marker
MARKS_PER_HOUR = 300
_NUMBERS = {rules.FOR: "number_for", rules.AGAINST: "number_against"}
# Wilson's lower bound, as rules.lower_bound has it; a test holds the two together.
_RESCORE = """
    UPDATE discussion_argument AS a
       SET score = CASE WHEN n.readers <= 0 OR a.useful = 0 THEN 0 ELSE
           round(%(whole)s * (n.share + %(zz)s / (2 * n.readers)
            - %(z)s * sqrt((n.share * (1 - n.share) + %(zz)s / (4 * n.readers)) / n.readers))
           / (1 + %(zz)s / n.readers)) END
      FROM (SELECT b.id, greatest(t.markers - b.markers_before, b.useful)::float8 AS readers,
                   b.useful::float8
                   / greatest(t.markers - b.markers_before, b.useful, 1)::float8 AS share
              FROM discussion_argument AS b
              JOIN discussion_thread AS t ON t.id = b.thread_id
             WHERE b.thread_id = %(thread)s::uuid AND b.is_public) AS n
     WHERE a.id = n.id
"""


@dataclass(frozen=True)
class Written:
    """What became of an argument: whether everyone sees it, and what was hidden in it."""

    id: UUID
    is_public: bool
    note: str = ""


def may_argue(
    person: PersonRef, kind: str, subject_id: UUID, *, is_official: bool = False
) -> Decision:
    """Whether the person may argue of it now; of who speaks for the town no age is asked."""
    subject = registry.subject(kind, subject_id)
    min_age = 0 if is_official else subject.min_age
    return policies.may_argue(
        person,
        is_open=subject.is_open,
        written=queries.written_by(person, queries.thread_of(kind, subject_id)),
        limit=queries.limit(),
        min_age=min_age,
        age=queries.age_of(person) if min_age and person.is_known else None,
    )


@transaction.atomic
def write_argument(
    person: PersonRef, *, kind: str, subject_id: UUID, side: str, text: str, speaks_for: str = ""
) -> Written:
    """Argue for a side; new people's words wait for a moderator."""
    if speaks_for:
        policies.may_speak_officially(person).or_refuse()
    may_argue(person, kind, subject_id, is_official=bool(speaks_for)).or_refuse()
    _require_sound(side, text)
    locks.take(exclusive=[f"argue:{kind}:{subject_id}:{person.known_id}"])
    thread, _is_new = Thread.objects.get_or_create(kind=kind, subject_id=subject_id)
    row = Argument(
        thread=thread,
        side=side,
        author_id=person.id,
        is_official=bool(speaks_for),
        speaks_for=speaks_for,
        written_at=clock.database_now(),
    )
    standing = moderation.submit(kind=KIND, subject_id=row.id, author_id=person.id, text=text)
    row.text = standing.text
    row.save()
    audit.record("discussion.argument_written", _speaker(person, row), row.id)
    outbox.put(events.ArgumentWritten(row.id))
    if standing.is_public:
        _publish(row)
    return Written(row.id, standing.is_public, standing.note)


@transaction.atomic
def edit_argument(person: PersonRef, *, argument_id: UUID, text: str) -> Written:
    """Change the words, until somebody has marked them; they are read anew."""
    known = queries.own_argument(person, argument_id)
    subject = registry.subject(known.thread.kind, known.thread.subject_id)
    row = _locked(known.id)
    marks = row.useful + row.swayed
    policies.may_edit_argument(
        person, row.author_id, is_open=subject.is_open, marks=marks
    ).or_refuse()
    _require_sound(row.side, text)
    standing = moderation.submit(kind=KIND, subject_id=row.id, author_id=person.id, text=text)
    row.text, row.edited_at = standing.text, clock.database_now()
    row.save(update_fields=["text", "edited_at"])
    if standing.is_public and not row.is_public:
        _publish(row)
    elif row.is_public and not standing.is_public:
        _hide(row)
    audit.record("discussion.argument_edited", _speaker(person, row), row.id)
    outbox.put(events.ArgumentEdited(row.id))
    return Written(row.id, standing.is_public, standing.note)


@transaction.atomic
def withdraw_argument(person: PersonRef, *, argument_id: UUID) -> None:
    """Take one's own argument away."""
    known = queries.own_argument(person, argument_id)
    policies.may_withdraw_argument(person, known.author_id).or_refuse()
    row = _locked(known.id)
    _take_away(row)
    audit.record("discussion.argument_withdrawn", _speaker(person, row), row.id)
    outbox.put(events.ArgumentWithdrawn(row.id))


@transaction.atomic
def mark_argument(person: PersonRef, *, argument_id: UUID, is_marked: bool) -> None:
    """Say that an argument is useful, or take that back; the same again changes nothing."""
    known = queries.argument(argument_id)
    subject = registry.subject(known.thread.kind, known.thread.subject_id)
    policies.may_mark_argument(person, known.author_id, is_open=subject.is_open).or_refuse()
    limits.hit(f"useful:{person.known_id}", limit=MARKS_PER_HOUR, seconds=3600)
    locks.take(exclusive=[f"useful:{known.id}:{person.known_id}"])
    own = Mark.objects.filter(argument=known, person_id__in=[person.known_id, *person.earlier_ids])
    if own.exists() == is_marked:
        return
    _set_stale(known.thread_id)
    if is_marked:
        Mark.objects.create(argument=known, thread=known.thread, person_id=person.known_id)
        _count_reader(known.thread_id, person)
    else:
        own.delete()
    _count_mark(known, 1 if is_marked else -1)
    audit.record("discussion.argument_marked", None, known.id, marked=is_marked)
    outbox.put(events.ArgumentMarked(known.id, is_marked))


@transaction.atomic
def change_mind(person: PersonRef, *, argument_id: UUID) -> None:
    """Say that an argument of the other side has changed one's mind: once, and for good."""
    known = queries.argument(argument_id)
    subject = registry.subject(known.thread.kind, known.thread.subject_id)
    other = rules.AGAINST if known.side == rules.FOR else rules.FOR
    policies.may_change_mind(
        person,
        is_open=subject.is_open,
        has_argued=other in queries.argued_by(person, known.thread_id),
    ).or_refuse()
    ids = [person.known_id, *person.earlier_ids]
    locks.take(exclusive=[f"sway:{known.id}:{person.known_id}"])
    if Sway.objects.filter(argument=known, person_id__in=ids).exists():
        return
    _locked(known.id)
    Sway.objects.create(argument=known, person_id=person.known_id)
    Argument.objects.filter(id=known.id).update(swayed=F("swayed") + 1)
    Argument.objects.filter(thread=known.thread_id, side=other, author_id__in=ids).update(
        has_changed_mind=True
    )
    audit.record("discussion.mind_changed", None, known.id)
    outbox.put(events.MindChanged(known.id))


def judge(argument_id: UUID, judged: Judged) -> None:
    """A moderator's word, in the transaction of the moderation."""
    if not Argument.objects.filter(id=argument_id).exists():
        return
    row = _locked(argument_id)
    if row.is_withdrawn:
        return
    if judged.is_passed and not row.is_public:
        is_first = row.published_at is None
        _publish(row)
        if is_first:
            outbox.put(events.ArgumentPassed(row.id))
    elif not judged.is_passed and row.is_public:
        _hide(row)


def rewrite(argument_id: UUID, text: str) -> None:
    """More of the words hidden, as a moderator has said."""
    Argument.objects.filter(id=argument_id).update(text=text)


def rescore(thread_id: UUID) -> None:
    """Work the order of one thread out anew, for arguments that others' marks have overtaken."""
    numbers: dict[str, float | str] = {
        "z": rules.Z,
        "zz": rules.Z * rules.Z,
        "whole": float(rules.MILLION),
        "thread": str(thread_id),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        Thread.objects.filter(id=thread_id).update(is_stale=False)
        cursor.execute(_RESCORE, numbers)


def rescore_stale() -> None:
    """All threads in which somebody has marked since."""
    stale = Thread.objects.filter(is_stale=True).values_list("id", flat=True)[:500]
    jobs.for_each(list(stale), rescore)


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """A person's own words and marks go with the account; what the town said officially stays."""
    _hold_threads(person_ids)
    own = Argument.objects.filter(author_id__in=person_ids).order_by("thread_id", "id")
    for row in [_locked(one) for one in own.values_list("id", flat=True)]:
        if row.is_official:
            Argument.objects.filter(id=row.id).update(author_id=None)
        else:
            _take_away(row)
            row.delete()
    for one in _said(person_ids):
        _unsay(one)


@transaction.atomic
def join_words(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts are one person, who marks each argument once."""
    ids = [*surviving, *joined]
    _hold_threads(ids)
    Argument.objects.filter(author_id__in=ids).update(author_id=surviving[0])
    kept: set[tuple[type[Said], UUID]] = set()
    for one in sorted(_said(ids), key=lambda said: ids.index(said.person_id)):
        about = type(one), one.thread_id if isinstance(one, Marker) else one.argument_id
        if about in kept:
            _unsay(one)
        elif one.person_id != surviving[0]:
            one.person_id = surviving[0]
            one.save(update_fields=["person_id"])
        kept.add(about)


def _hold_threads(person_ids: Sequence[UUID]) -> None:
    """All in which accounts said anything, before anything that stands in them."""
    argued = Argument.objects.filter(author_id__in=person_ids).values("thread_id")
    marked = Marker.objects.filter(person_id__in=person_ids).values("thread_id")
    swayed = Sway.objects.filter(person_id__in=person_ids).values("argument__thread_id")
    theirs = Q(id__in=argued) | Q(id__in=marked) | Q(id__in=swayed)
    list(Thread.objects.select_for_update(no_key=True).filter(theirs).order_by("id"))


def _said(person_ids: Sequence[UUID]) -> list[Said]:
    """All that accounts marked, held until it is changed; always in the same order."""
    return [
        *Mark.objects.select_for_update().filter(person_id__in=person_ids).order_by("id"),
        *Sway.objects.select_for_update().filter(person_id__in=person_ids).order_by("id"),
        *Marker.objects.select_for_update().filter(person_id__in=person_ids).order_by("id"),
    ]


def _unsay(one: Said) -> None:
    """Take it back out of every count."""
    one.delete()
    if isinstance(one, Mark):
        _set_stale(one.thread_id)
        Argument.objects.filter(id=one.argument_id).update(useful=F("useful") - 1)
    elif isinstance(one, Sway):
        Argument.objects.filter(id=one.argument_id).update(swayed=F("swayed") - 1)
    else:
        Thread.objects.filter(id=one.thread_id).update(markers=F("markers") - 1, is_stale=True)


def _publish(row: Argument) -> None:
    """Everyone sees it from now on; readers are counted from here."""
    thread = Thread.objects.select_for_update(no_key=True).get(id=row.thread_id)
    row.is_public, row.markers_before = True, thread.markers
    row.published_at = row.published_at or clock.database_now()
    row.save(update_fields=["is_public", "markers_before", "published_at"])
    _count_side(row, 1)
    outbox.put(events.ArgumentPublished(row.id))


def _hide(row: Argument) -> None:
    row.is_public = False
    row.save(update_fields=["is_public"])
    _count_side(row, -1)


def _speaker(person: PersonRef, row: Argument) -> UUID | None:
    """For the journal: who speaks for the town; who else has argued is told to nobody."""
    return person.id if row.is_official else None


def _take_away(row: Argument) -> None:
    if row.is_public:
        _hide(row)
    row.is_withdrawn = True
    row.save(update_fields=["is_withdrawn"])
    moderation.withdraw(KIND, row.id)


def _count_side(row: Argument, by: int) -> None:
    column = _NUMBERS[row.side]  # type: ignore[index]  # held to rules.SIDES by the database
    Thread.objects.filter(id=row.thread_id).update(**{column: F(column) + by})


def _count_reader(thread_id: UUID, person: PersonRef) -> None:
    ids = [person.known_id, *person.earlier_ids]
    if Marker.objects.filter(thread_id=thread_id, person_id__in=ids).exists():
        return
    Marker.objects.bulk_create(
        [Marker(thread_id=thread_id, person_id=person.known_id)], ignore_conflicts=True
    )
    Thread.objects.filter(id=thread_id).update(markers=F("markers") + 1)


def _count_mark(known: Argument, by: int) -> None:
    """The marked argument moves at once; the others follow by the job within minutes."""
    Argument.objects.filter(id=known.id).update(useful=F("useful") + by)
    row = Argument.objects.select_related("thread").get(id=known.id)
    readers = max(row.thread.markers - row.markers_before, row.useful)
    Argument.objects.filter(id=row.id).update(score=rules.score(row.useful, readers))


def _set_stale(thread_id: UUID) -> None:
    """Waits for a rescore that is just ending, which has not seen what comes now."""
    Thread.objects.filter(id=thread_id).update(is_stale=True)


def _locked(argument_id: UUID) -> Argument:
    """Held, after its thread: whoever holds both takes them in this order."""
    Thread.objects.select_for_update(no_key=True).get(arguments=argument_id)
    return Argument.objects.select_for_update().get(id=argument_id)


def _require_sound(side: str, text: str) -> None:
    if side not in rules.SIDES:
        raise Invalid(_("Выберите сторону"), fields={"side": _("За или против")})
    if not rules.TEXT_MIN <= len(text.strip()) <= rules.TEXT_MAX:
        raise Invalid(
            _("Довод слишком короткий или слишком длинный"),
            fields={
                "text": _("От %(least)s до %(most)s знаков.")
                % {"least": rules.TEXT_MIN, "most": rules.TEXT_MAX}
            },
        )
