"""Photos: their covered copies, and those that are taken away and brought back.

What is taken away is shown to nobody but whoever decides on it, and goes for good when the term of
originals is over (`report.original_days`).
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.reports import events, policies
from veche.domains.reports.actions.moderating import SHOWN_FILES, show_photos
from veche.domains.reports.actions.moving import Hand, Words, add_step, begin
from veche.domains.reports.models import Photo
from veche.domains.reports.queries import reading
from veche.domains.reports.rules import states
from veche.kernel import clock, jobs, outbox
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.manifest import Judged

UNREAD = (states.MODERATION, states.REJECTED)


@transaction.atomic
def keep_blurred(*, photo_id: UUID, data: bytes, covered: int) -> None:
    """Keep the blurred copy of a photo beside it; part of a job that may come twice."""
    photo = Photo.objects.select_for_update().filter(id=photo_id, state=Photo.WAITING).first()
    if photo is None:
        return
    photo.blurred_id = files.hang_photo(
        data, subject_kind=SHOWN_FILES, subject_id=str(photo.report_id)
    )
    photo.covered, photo.state = covered, Photo.BLURRED
    photo.save(update_fields=["blurred_id", "covered", "state"])


@transaction.atomic(durable=True)
def hide_photo(person: PersonRef, *, number: str, photo_id: UUID, reason: str) -> None:
    """Take a photo out of sight: a face was missed, or it shows nothing of the matter.

    What a moderator says of a resident's photo stands in the public log, and its author may argue.
    """
    found = Photo.objects.filter(id=photo_id, report__number=number).first()
    if found is None:
        raise NotFound()
    may = partial(policies.may_hide_photo, photo=found)
    hand = begin(person, number=number, verb="hide_photo", version=None, may=may)
    if reason not in moderation.reasons_of(reading.PHOTO):
        raise Invalid(_("Выберите причину"), fields={"reason": _("Выберите причину")})
    photo = Photo.objects.select_for_update().get(id=found.id)
    if photo.state == Photo.HIDDEN:
        return
    put_away(hand, photo=photo, reason=reason)
    if hand.part == states.MODERATOR and photo.kind != Photo.AFTER:
        noted = moderation.Noted(
            reading.PHOTO, photo.id, hand.row.author_id, photo.added_at, is_public=False
        )
        moderation.note(noted, Judged(False, reason, person.id))


def put_away(hand: Hand, *, photo: Photo, reason: str) -> None:
    """Nobody sees it any more, and what is kept of it goes with the originals."""
    if photo.blurred_id is not None:
        files.hide(SHOWN_FILES, str(hand.row.id), only=[photo.blurred_id])
    photo.state, photo.is_original_gone = Photo.HIDDEN, False
    photo.save(update_fields=["state", "is_original_gone"])
    _note(hand, "hide_photo")
    audit.record("reports.photo_hidden", hand.person.id, hand.row.id, reason)
    outbox.put(events.PhotoHidden(report_id=hand.row.id, photo_id=photo.id))


def bring_back(hand: Hand, *, photo: Photo) -> None:
    """As it was before, if it is kept still: for everyone only what everyone had seen."""
    if photo.is_original_gone:
        return
    photo.state = Photo.BLURRED if photo.blurred_id is not None else Photo.WAITING
    photo.save(update_fields=["state"])
    if photo.state == Photo.WAITING:
        jobs.defer("reports.blur_photo", photo_id=str(photo.id))
    elif photo.kind == Photo.BEFORE and hand.row.state not in UNREAD:
        show_photos(report=hand.row, photos=hand.row.photos.filter(id=photo.id))
    _note(hand, "show_photo")
    audit.record("reports.photo_returned", hand.person.id, hand.row.id)
    outbox.put(events.PhotoReturned(report_id=hand.row.id))


def _note(hand: Hand, verb: str) -> None:
    """A step for colleagues; whoever copies reports takes this one anew."""
    hand.row.changed_at = clock.database_now()
    hand.row.save(update_fields=["changed_at"])
    add_step(hand, verb=verb, words=Words(is_inner=True))
