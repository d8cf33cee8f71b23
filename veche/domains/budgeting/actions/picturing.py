"""A resident's photos of a project: drawn anew, covered by a job, seen by a person, then public.

A moderator is asked once the project is sent: until then they are the author's alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.models import Photo, Project
from veche.domains.budgeting.queries import picturing, projects
from veche.kernel import jobs
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.manifest import Judged

PHOTOS_MAX = 5


@transaction.atomic
def add_photos(person: PersonRef, *, slug: str, photo_ids: Sequence[UUID]) -> None:
    """Show how it is there; each photo waits until it is covered and seen."""
    row = _locked_own(person, slug)
    wanted = list(dict.fromkeys(photo_ids))
    there = Photo.objects.filter(project=row).exclude(state=Photo.HIDDEN).count()
    if not wanted or there + len(wanted) > PHOTOS_MAX:
        words = _("Не больше пяти фото.") if wanted else _("Выберите хотя бы одно фото.")
        raise Invalid(words, fields={"photos": words})
    files.attach(
        person.id, file_ids=wanted, subject_kind=picturing.SENT_FILES, subject_id=str(row.id)
    )
    Photo.objects.bulk_create(
        Photo(id=one, project=row, position=position) for position, one in enumerate(wanted)
    )
    for one in wanted:
        jobs.defer("budgeting.cover_photo", photo_id=str(one))
    audit.record("budgeting.photos_added", person.id, row.id, photos=len(wanted))


@transaction.atomic
def remove_photo(person: PersonRef, *, slug: str, photo_id: UUID) -> None:
    """Take one's photo away for good; one that is gone already is no mistake."""
    row = _locked_own(person, slug)
    rows = list(Photo.objects.filter(project=row, id=photo_id))
    if rows:
        forget(rows)
        set_cover(row)
        audit.record("budgeting.photo_removed", person.id, row.id)


def _locked_own(person: PersonRef, slug: str) -> Project:
    policies.may_add_photos(person, projects.project_for(person, slug)).or_refuse()
    row = Project.objects.select_for_update(of=["self"]).select_related("cycle").get(slug=slug)
    policies.may_add_photos(person, row).or_refuse()
    return row


@transaction.atomic
def keep_covered(*, photo_id: UUID, data: bytes) -> None:
    """Keep the covered copy alone; part of a job that may come twice."""
    known = Photo.objects.filter(id=photo_id, state=Photo.WAITING).first()
    if known is None:
        return
    # The project first, as whoever sends it locks it: no photo falls between the two.
    row = Project.objects.select_for_update().get(id=known.project_id)
    photo = Photo.objects.select_for_update().filter(id=photo_id, state=Photo.WAITING).first()
    if photo is None:
        return
    covered = files.hang_photo(data, subject_kind=picturing.SHOWN_FILES, subject_id=str(photo.id))
    photo.covered_id, photo.state = covered, Photo.COVERED
    photo.save(update_fields=["covered_id", "state"])
    files.remove([photo.id])
    if row.state not in rules.WRITTEN:
        ask_about(row)


def ask_about(row: Project) -> None:
    """Ask a moderator about the photos of a project that nobody was asked about yet."""
    for photo in Photo.objects.select_for_update().filter(project=row, state=Photo.COVERED):
        if photo.covered_id is None:
            raise NotFound()
        photo.state = Photo.ASKED
        photo.save(update_fields=["state"])
        moderation.submit(
            kind=picturing.PHOTO,
            subject_id=photo.id,
            author_id=row.author_id,
            text="",
            photos=[photo.covered_id],
        )


@transaction.atomic
def judge_photo(*, photo_id: UUID, judged: Judged) -> None:
    """A moderator's word on one photo, whatever was said before."""
    known = Photo.objects.filter(id=photo_id).exclude(covered_id=None).first()
    if known is None:
        return
    row = Project.objects.select_for_update().get(id=known.project_id)
    state = Photo.SHOWN if judged.is_passed else Photo.HIDDEN
    Photo.objects.filter(id=photo_id).update(state=state)
    if judged.is_passed and row.is_public:
        files.publish(picturing.SHOWN_FILES, str(photo_id))
    else:
        files.hide(picturing.SHOWN_FILES, str(photo_id))
    set_cover(row)


def see(row: Project) -> None:
    """Photos that were let through are everyone's as far as their project is."""
    act = files.publish if row.is_public else files.hide
    for photo_id in Photo.objects.filter(project=row, state=Photo.SHOWN).values_list(
        "id", flat=True
    ):
        act(picturing.SHOWN_FILES, str(photo_id))


def set_cover(row: Project) -> None:
    """The first photo let through stands on the card, unless the town gave another picture."""
    own = dict(Photo.objects.filter(project=row).values_list("covered_id", "state"))
    gone = row.picture_id is not None and not files.refs([row.picture_id])
    if row.picture_id is None or row.picture_id in own or gone:
        shown = (key for key, state in own.items() if state == Photo.SHOWN)
        row.picture_id = next(shown, None)
        row.save(update_fields=["picture_id"])


def forget(photos: Iterable[Photo]) -> None:
    """Delete photos with their files; nobody is asked about them any longer."""
    rows = list(photos)
    for one in rows:
        moderation.withdraw(picturing.PHOTO, one.id)
    Photo.objects.filter(id__in=[one.id for one in rows]).delete()
    files.remove([key for one in rows for key in (one.id, one.covered_id) if key is not None])
