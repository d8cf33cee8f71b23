"""Photos of what came out: covered by a job, seen by a moderator, then everyone's.

Until they are covered both sides alone see them; the picture as it was sent is destroyed then.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.matching import events
from veche.commons.matching.actions.needs import held_match
from veche.commons.matching.models import Match, Step
from veche.commons.matching.rules import states
from veche.commons.moderation import public as moderation
from veche.kernel import clock, jobs, locks, outbox
from veche.kernel.manifest import Judged

# What the helpers show, and how it is now by who confirms it: each is its author's own.
PROOF_TEXT, AFTER_PHOTOS = "matching.proof", "matching.after"
# On what the pictures hang as they were sent.
SENT = {PROOF_TEXT: "matching.proof_sent", AFTER_PHOTOS: "matching.after_sent"}


def hang(person: PersonRef, row: Match, kind: str, fresh: Sequence[UUID]) -> None:
    """Keep photos for both sides; what a moderator has seen already is looked at anew."""
    match_id = str(row.id)
    files.attach(person.id, file_ids=list(fresh), subject_kind=SENT[kind], subject_id=match_id)
    files.hide(kind, match_id)
    jobs.defer(
        "matching.cover_photos", match_id=match_id, kind=kind, author_id=str(person.known_id)
    )


@transaction.atomic
def keep_covered(
    *, match_id: UUID, kind: str, photo_id: UUID, data: bytes | None, author_id: UUID
) -> None:
    """Keep the covered copy alone; after the last of them a moderator is asked. Twice is once.

    A picture whose bytes are lost holds up none of the others. The moderator's item is held
    before the match, as by the moderator's own word.
    """
    locks.take(exclusive=[f"matching.cover:{match_id}"])
    sent = {one.id for one in files.of(SENT[kind], str(match_id))}
    if photo_id not in sent:
        return
    covered = _hung(data, kind, match_id)
    if sent == {photo_id}:
        _submit(match_id, kind, author_id)
    row = Match.objects.select_for_update().get(id=match_id)
    if covered is not None and photo_id in row.photo_ids:
        row.photo_ids = [covered if one == photo_id else one for one in row.photo_ids]
        row.save(update_fields=["photo_ids"])
    files.remove([photo_id])


def _hung(data: bytes | None, kind: str, match_id: UUID) -> UUID | None:
    if data is None:
        return None
    return files.hang_photo(data, subject_kind=kind, subject_id=str(match_id))


def _submit(match_id: UUID, kind: str, author_id: UUID) -> None:
    """To a moderator; where no picture is left there is nothing to look at, and the helpers are
    asked for another."""
    photos = [one.id for one in files.of(kind, str(match_id))]
    if photos:
        row = Match.objects.get(id=match_id)
        text = row.proof if kind == PROOF_TEXT else ""
        moderation.submit(
            kind=kind, subject_id=match_id, author_id=author_id, text=text, photos=photos
        )
    elif kind == PROOF_TEXT:
        judge_proof(match_id, Judged(is_passed=False))


@transaction.atomic
def judge_proof(match_id: UUID, word: Judged) -> None:
    """A moderator's word on photos and words of a proof; where the talk stands it leaves alone.

    Since a yes the silence of whoever raised it counts; after a no the helpers show another, or
    whoever raised it confirms without.
    """
    row = held_match(match_id)
    former = (row.is_proof_shown, row.is_proof_refused)
    row.is_proof_shown, row.is_proof_refused = word.is_passed, not word.is_passed
    is_news = row.state in states.AT_WORK and former != (word.is_passed, not word.is_passed)
    if is_news:
        # Both sides have their whole term since this word.
        row.changed_at, row.reminded_on = clock.database_now(), None
    row.save(update_fields=["is_proof_shown", "is_proof_refused", "changed_at", "reminded_on"])
    if word.is_passed:
        files.publish(PROOF_TEXT, str(match_id))
        return
    files.hide(PROOF_TEXT, str(match_id))
    if is_news:
        Step.objects.create(match=row, verb=states.REFUSED)
        audit.record("matching.proof_refused", None, row.id)
        outbox.put(events.ProofRefused(row.id))


@transaction.atomic
def judge_after(match_id: UUID, word: Judged) -> None:
    """A moderator's word on photos of who confirmed: they stand beside the proof, or nowhere."""
    shown = [one.id for one in files.of(AFTER_PHOTOS, str(match_id))]
    row = Match.objects.select_for_update().get(id=match_id)
    others = [one for one in row.photo_ids if one not in shown]
    row.photo_ids = [*others, *shown] if word.is_passed else others
    row.save(update_fields=["photo_ids"])
    if word.is_passed:
        files.publish(AFTER_PHOTOS, str(match_id))
    else:
        files.hide(AFTER_PHOTOS, str(match_id))


@transaction.atomic
def rewrite_proof(match_id: UUID, text: str) -> None:
    """What a moderator had hidden besides."""
    Match.objects.filter(id=match_id).update(proof=text[: states.WORDS_MAX])
