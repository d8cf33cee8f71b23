"""Photos before and after: drawn anew, covered by a job, seen by a person, then everyone's."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.workdays import events, policies, rules
from veche.domains.workdays.actions.calling import NewDay, call_day, locked
from veche.domains.workdays.models import Day, Photo
from veche.domains.workdays.queries import reading
from veche.kernel import jobs, outbox
from veche.kernel.errors import Invalid
from veche.kernel.manifest import Judged

PHOTOS_MAX = 5


@transaction.atomic
def call_pictured_day(person: PersonRef, *, given: NewDay, photo_ids: Sequence[UUID]) -> str:
    """Call a day and show at once how it is there; its address."""
    slug = call_day(person, given=given)
    if photo_ids:
        add_photos(person, slug=slug, photo_ids=photo_ids)
    return slug


@transaction.atomic
def add_photos(person: PersonRef, *, slug: str, photo_ids: Sequence[UUID]) -> None:
    """Show how it was, or, of a day that is done, how it has become."""
    reading.day_for(person, slug)
    row = locked(slug)
    policies.may_add_photos(person, row).or_refuse()
    hang_photos(person, row=row, photo_ids=photo_ids)
    audit.record("workdays.photos_added", person.id, row.id, photos=len(photo_ids))
    outbox.put(events.PhotosAdded(day_id=row.id))


def hang_photos(person: PersonRef, *, row: Day, photo_ids: Sequence[UUID]) -> None:
    """Attach one's own uploads to a day; each waits until it is covered and seen."""
    wanted = list(dict.fromkeys(photo_ids))
    if not wanted:
        return
    kind = Photo.AFTER if row.state == rules.DONE else Photo.BEFORE
    there = Photo.objects.filter(day=row, kind=kind).exclude(state=Photo.HIDDEN).count()
    if there + len(wanted) > PHOTOS_MAX:
        words = _("Не больше пяти фото.")
        raise Invalid(words, fields={"photos": words})
    files.attach(
        person.id, file_ids=wanted, subject_kind=reading.SENT_FILES, subject_id=str(row.id)
    )
    Photo.objects.bulk_create(
        Photo(id=one, day=row, kind=kind, by_id=person.known_id, position=position)
        for position, one in enumerate(wanted)
    )
    for one in wanted:
        jobs.defer("workdays.blur_photo", photo_id=str(one))


@transaction.atomic
def keep_blurred(*, photo_id: UUID, data: bytes) -> None:
    """Keep the covered copy alone, and ask a moderator; part of a job that may come twice."""
    photo = Photo.objects.select_for_update().filter(id=photo_id, state=Photo.WAITING).first()
    if photo is None:
        return
    covered = files.hang_photo(data, subject_kind=reading.SHOWN_FILES, subject_id=str(photo.id))
    photo.blurred_id, photo.state = covered, Photo.BLURRED
    photo.save(update_fields=["blurred_id", "state"])
    files.remove([photo.id])
    moderation.submit(
        kind=reading.PHOTO,
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
    if judged.is_passed:
        files.publish(reading.SHOWN_FILES, str(photo.id))
    else:
        files.hide(reading.SHOWN_FILES, str(photo.id))
