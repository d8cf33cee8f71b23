"""Photos of a proposal: drawn anew, covered by a job, seen by a person, then everyone's."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.initiatives import events, policies
from veche.domains.initiatives.actions.supporting import locked
from veche.domains.initiatives.models import Photo
from veche.domains.initiatives.queries import picturing, reading
from veche.kernel import jobs, outbox
from veche.kernel.errors import Invalid
from veche.kernel.manifest import Judged

PHOTOS_MAX = 5


@transaction.atomic
def add_photos(person: PersonRef, *, slug: str, photo_ids: Sequence[UUID]) -> None:
    """Show how it is there; each photo waits until it is covered and seen."""
    policies.may_add_photos(person, reading.row_of(slug)).or_refuse()
    row = locked(slug)
    policies.may_add_photos(person, row).or_refuse()
    wanted = list(dict.fromkeys(photo_ids))
    there = Photo.objects.filter(proposal=row).exclude(state=Photo.HIDDEN).count()
    if not wanted or there + len(wanted) > PHOTOS_MAX:
        words = _("Не больше пяти фото.") if wanted else _("Выберите хотя бы одно фото.")
        raise Invalid(words, fields={"photos": words})
    files.attach(
        person.id, file_ids=wanted, subject_kind=picturing.SENT_FILES, subject_id=str(row.id)
    )
    Photo.objects.bulk_create(
        Photo(id=one, proposal=row, by_id=person.known_id, position=position)
        for position, one in enumerate(wanted)
    )
    for one in wanted:
        jobs.defer("initiatives.blur_photo", photo_id=str(one))
    audit.record("initiatives.photos_added", person.id, row.id, photos=len(wanted))
    outbox.put(events.PhotosAdded(proposal_id=row.id))


@transaction.atomic
def keep_blurred(*, photo_id: UUID, data: bytes) -> None:
    """Keep the covered copy alone, and ask a moderator; part of a job that may come twice."""
    photo = Photo.objects.select_for_update().filter(id=photo_id, state=Photo.WAITING).first()
    if photo is None:
        return
    covered = files.hang_photo(data, subject_kind=picturing.SHOWN_FILES, subject_id=str(photo.id))
    photo.blurred_id, photo.state = covered, Photo.BLURRED
    photo.save(update_fields=["blurred_id", "state"])
    files.remove([photo.id])
    moderation.submit(
        kind=picturing.PHOTO,
        subject_id=photo.id,
        author_id=photo.by_id,
        text="",
        photos=[covered],
    )


@transaction.atomic
def judge_photo(*, photo_id: UUID, judged: Judged) -> None:
    """A moderator's word on one photo, whatever was said before."""
    photo = Photo.objects.select_for_update().filter(id=photo_id).first()
    if photo is None or photo.blurred_id is None:
        return
    photo.state = Photo.SHOWN if judged.is_passed else Photo.HIDDEN
    photo.save(update_fields=["state"])
    if judged.is_passed and photo.proposal.is_public:
        files.publish(picturing.SHOWN_FILES, str(photo.id))
    else:
        files.hide(picturing.SHOWN_FILES, str(photo.id))
