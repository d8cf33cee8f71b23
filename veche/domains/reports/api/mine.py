"""What residents do with reports by API: the same actions as the pages, under their own key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, File, Path, Router, Schema
from ninja.files import UploadedFile

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.notifications import public as notifications
from veche.domains.reports import policies
from veche.domains.reports.actions import residents
from veche.domains.reports.actions.filing import PHOTOS_MAX
from veche.domains.reports.api import examples
from veche.domains.reports.models import TEXT_MAX
from veche.domains.reports.queries import reading
from veche.kernel import idempotency
from veche.kernel.access import access
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.text import clean_text
from veche.kernel.web.described import RetryKey, Whole, example

router = Router()
Number = Annotated[str, Path(pattern="^[0-9]{8}$")]


class FollowedIn(Schema):
    """Followed, or not any more."""

    followed: bool


class FollowedOut(Schema):
    """Whether the owner of the key hears of the report."""

    number: str
    followed: bool


class JoinedOut(Schema):
    """How many it troubles besides the author."""

    number: str
    supporters: int


class ConfirmIn(Schema):
    """The report as it was seen: its `version`."""

    version: Whole


class SaidIn(ConfirmIn):
    """Words, and photos that were sent to `/report-photos` before."""

    text: Annotated[str, Field(min_length=1, max_length=TEXT_MAX)]
    photos: Annotated[list[UUID], Field(max_length=PHOTOS_MAX)] = []


class ReportMovedOut(Schema):
    """Where the report stands now."""

    number: str
    state: str
    version: int


class ReportPhotoOut(Schema):
    """What to name the photo by: its owner alone sees it until it was covered and looked at."""

    id: UUID


@router.put(
    "/reports/{number}/support",
    response=JoinedOut,
    url_name="support-report",
    **identity.by_key(identity.SUPPORT, example(examples.JOINED)),
)
@access(policies.may_support_report)
def support_report(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Say that it troubles the owner of the key too; the same again changes nothing."""
    residents.support_report(identity.person_of(request), number=number)
    return {"number": number, "supporters": reading.report_row(number).supporters}


@router.put(
    "/reports/{number}/following",
    response=FollowedOut,
    url_name="follow-report",
    **identity.by_key(identity.SUPPORT, example(examples.FOLLOWED, sent={"followed": True})),
)
@access(policies.may_read_report)
def follow_report(request: HttpRequest, number: Number, given: FollowedIn) -> dict[str, Any]:
    """Hear of every change of a public report, or no more; the same again changes nothing."""
    person = identity.person_of(request)
    row = reading.public_row(number)
    if row is None:
        raise NotFound()
    topic = f"{reading.SOURCE}:{row.id}"
    act = notifications.follow_topic if given.followed else notifications.unfollow_topic
    act(person, topic=topic)
    return {"number": number, "followed": notifications.is_following(person, topic)}


@router.post(
    "/report-photos",
    response=ReportPhotoOut,
    url_name="keep-report-photo",
    **identity.by_key(identity.REPORT, examples.PHOTO_SENT),
)
@access(policies.may_file_report)
def keep_photo(request: HttpRequest, photo: Annotated[UploadedFile, File()]) -> dict[str, Any]:
    """Keep a photo for an answer that names it within the day; nobody else sees it."""
    person = identity.person_of(request)
    policies.may_file_report(person).or_refuse()
    kept = files.save_photo(photo, owner=person.known_id, purpose=reading.PHOTO_FILES)
    return {"id": kept.id}


@router.post(
    "/reports/{number}/confirmation",
    response=ReportMovedOut,
    url_name="confirm-report",
    **identity.by_key(identity.REPORT, example(examples.CONFIRMED, sent={"version": 6})),
)
@access(policies.may_confirm_report)
def confirm_report(
    request: HttpRequest, number: Number, given: ConfirmIn, retry: RetryKey
) -> dict[str, Any]:
    """The author says that it is done. A repeat with the same word gets the first answer."""
    person = identity.person_of(request)

    def act() -> None:
        residents.confirm_report(person, number=number, version=given.version)

    return _once(person, number, f"confirm_report {given.version}", retry, act)


@router.post(
    "/reports/{number}/disagreement",
    response=ReportMovedOut,
    url_name="disagree-report",
    **identity.by_key(identity.REPORT, example(examples.DISAGREED, sent=examples.SAID)),
)
@access(policies.may_disagree_report)
def disagree_report(
    request: HttpRequest, number: Number, given: SaidIn, retry: RetryKey
) -> dict[str, Any]:
    """The author says what is not done, with a photo of it as it is, or why a refusal is wrong. A
    repeat with the same word gets the first answer."""
    person = identity.person_of(request)
    return _say(person, number, given, retry, residents.disagree_report)


@router.post(
    "/reports/{number}/clarification",
    response=ReportMovedOut,
    url_name="clarify-report",
    **identity.by_key(identity.REPORT, example(examples.CLARIFIED, sent=examples.SAID)),
)
@access(policies.may_clarify_report)
def clarify_report(
    request: HttpRequest, number: Number, given: SaidIn, retry: RetryKey
) -> dict[str, Any]:
    """The author answers what was asked. A repeat with the same word gets the first answer."""
    person = identity.person_of(request)
    return _say(person, number, given, retry, residents.clarify_report)


def _say(
    person: PersonRef, number: str, given: SaidIn, retry: str, act: Callable[..., None]
) -> dict[str, Any]:
    def make() -> None:
        usable = files.usable(person.known_id, given.photos)
        if set(given.photos) - usable:
            words = _("Этих фото у нас нет: отправьте их заново.")
            raise Invalid(words, fields={"photos": words})
        text = clean_text(given.text)
        act(person, number=number, version=given.version, text=text, photos=given.photos)

    return _once(person, number, f"{act.__name__} {given.model_dump_json()}", retry, make)


def _once(
    person: PersonRef, number: str, asked: str, retry: str, act: Callable[[], None]
) -> dict[str, Any]:
    """Act, and tell where the report stands then: a repeat is told the same."""

    def make() -> dict[str, Any]:
        act()
        row = reading.report_row(number)
        return {"number": row.number, "state": row.state, "version": row.version}

    request = f"{number} {asked}".encode()
    kept: dict[str, Any] = idempotency.answer_once(f"reports:{person.id}", retry, request, make)
    return kept
