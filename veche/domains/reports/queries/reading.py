"""Reports as somebody may read them: lists, one whole, drafts."""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Q, QuerySet

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.reports import policies
from veche.domains.reports.models import (
    Category,
    Draft,
    Group,
    Photo,
    Report,
    Step,
    Supporter,
    Thanks,
)
from veche.domains.reports.queries import catalogue, kept
from veche.domains.reports.rules import states
from veche.kernel import clock
from veche.kernel.database.base import DatabaseWrapper
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset
from veche.kernel.policies import Decision

# Whose files photos are as they were sent.
PHOTO_FILES = "reports.photo"
# Whose files they are before it is sent.
DRAFT_FILES = "reports.draft"
# What a report is called where its helpers are looked for, and by those who follow it.
SOURCE = "reports.report"
# What the town's moderation calls a photo that was taken away.
PHOTO = "reports.photo"
MOST_FOUND = 300
NEWEST = ("-changed_at", "id")
MOST_URGENT = ("due_on", "id")
OWN_NEWEST = ("-filed_at", "id")
SHOWN = ("all", states.OPEN, states.DONE, states.DECLINED, "late")


@dataclass(frozen=True)
class Filters:
    """What of the public list is asked for."""

    shown: str = "all"
    group: str = ""
    place_id: UUID | None = None
    body_id: UUID | None = None
    street_id: int | None = None
    category: str = ""
    # Those that lie at the town's office.
    is_nobodys: bool = False


@dataclass(frozen=True)
class Whole:
    """A report with all that this person may see of it."""

    row: Report
    steps: list[Step]
    photos: list[tuple[Photo, files.FileRef]]
    parts: frozenset[str]
    bodies: frozenset[UUID]
    is_supported: bool = False
    is_thanked: bool = False
    is_taken_down: bool = False
    verbs: tuple[str, ...] = field(default=())

    def photos_of(self, kind: str) -> list[files.FileRef]:
        """Photos of one kind that may be shown, the oldest first."""
        return [ref for photo, ref in self.photos if photo.kind == kind]


def today() -> date:
    """The town's day."""
    return clock.today(towns.current().time_zone)


def last_promise(row: Report) -> date:
    """The last day that may be promised, counted from when the work began."""
    return norms.due_on("report.plan_days_max", row.started_on)


def silence_days() -> int:
    """How long an author is asked whether it is done; what nobody speaks of then is closed."""
    return norms.value("report.confirm_days", today()).value


def goes_back(row: Report, disagreements: int, on: date) -> bool:
    """Whether the author's «no», as the so manieth, leads back to who answered.

    The answer of another body does not: there is nobody here to send it back to. Nor does a
    refusal: whoever has refused has said their word. Where the town has no controller every «no»
    to what was done leads back.
    """
    if row.state == states.REFUSED:
        return False
    is_theirs = row.body_id is not None
    if is_theirs and disagreements <= norms.value("report.disagreements", on).value:
        return True
    return not has_controller()


def has_controller() -> bool:
    """Whether there is somebody to bring a dispute before."""
    return bool(identity.holders_now(identity.CONTROLLER))


def may_disagree(person: PersonRef, report: Report) -> Decision:
    """Whether the author's «no» is heard in this town, as it is now."""
    return policies.may_disagree_report(person, report, has_controller=has_controller())


def public_page(
    filters: Filters, counted: Set[str] = frozenset(), *, after: str = "", size: int = 20
) -> Page[Report]:
    """Public reports, the newest change first; the late ones by how long.

    Late are those of `counted` categories: the others' lateness is the office's to know.
    """
    rows = public_rows(filters, counted)
    order = MOST_URGENT if filters.shown == "late" else NEWEST
    page = keyset(rows, order=order, after=after, size=size)
    kept.beside(page.items)
    return page


def public_rows(filters: Filters, counted: Set[str] = frozenset()) -> QuerySet[Report]:
    """What of public reports is asked for, in no order: the list, its map and its files are one."""
    rows = Report.objects.exclude(stage=states.UNSEEN)
    if filters.shown in (states.OPEN, states.DONE, states.DECLINED):
        rows = rows.filter(stage=filters.shown)
    if filters.shown == "late":
        rows = rows.filter(
            state__in=sorted(states.RUNNING), due_on__lt=today(), category__in=sorted(counted)
        )
        # What a controller has to decide is no body's lateness.
        if filters.body_id is not None:
            rows = rows.exclude(state=states.CONTROL).filter(body=filters.body_id)
        if filters.is_nobodys:
            rows = rows.filter(Q(body=None) | Q(state=states.CONTROL))
    asked = {
        "group": filters.group,
        "category": filters.category,
        "place_id": filters.place_id,
        "street_id": filters.street_id,
    }
    return rows.filter(**{name: value for name, value in asked.items() if value})


def search(words: str, limit: int = 10) -> list[Report]:
    """Public reports with these words, or the one of that number."""
    digits = "".join(sign for sign in words if sign.isdigit())
    rows = Report.objects.exclude(stage=states.UNSEEN).select_related("category__group")
    if len(digits) == 8 and not any(sign.isalpha() for sign in words):
        return list(rows.filter(number=digits))
    vector = SearchVector("text", "address", config="russian")
    query = SearchQuery(words, config="russian")
    found = rows.annotate(vector=vector).filter(vector=query)
    # A word of every tenth report is not sorted through: the newest of some hundred will do.
    some = list(found.values_list("id", flat=True)[:MOST_FOUND])
    return list(rows.filter(id__in=some).order_by(*NEWEST)[:limit])


def report_row(number: str) -> Report:
    """The row of that number, whoever asks; NotFound. A caller asks a policy next."""
    found = (
        Report.objects.filter(number=number)
        .select_related("category__group", "body", "duplicate_of")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def report_for(person: PersonRef, number: str) -> Whole:
    """One report with its history and photos for this person; NotFound for what is not theirs."""
    row = report_row(number)
    bodies = catalogue.bodies_of(person) if person.is_known else frozenset()
    if not policies.may_read_report(person, row, bodies):
        raise NotFound()
    parts = states.parts_of(person, row, bodies)
    steps = row.steps.all()
    if not parts - {states.AUTHOR}:
        own = Q(part=states.AUTHOR) if parts else Q()
        steps = steps.filter(Q(is_inner=False) | own)
    by_person = Q(report=row, person_id__in=[person.id, *person.earlier_ids])
    told = list(steps)
    return Whole(
        row=row,
        steps=told,
        photos=photos_for(row, parts),
        parts=parts,
        bodies=bodies,
        is_supported=person.is_known and Supporter.objects.filter(by_person).exists(),
        is_thanked=person.is_known and Thanks.objects.filter(by_person).exists(),
        is_taken_down=row.visibility == states.AUTHOR_ONLY and _is_hidden(told),
        verbs=states.verbs_open(row.state, parts),
    )


def photos_for(row: Report, parts: Collection[str]) -> list[tuple[Photo, files.FileRef]]:
    """Photos to show: to everyone what was looked at, to officials what is blurred.

    Whoever sent a photo sees it as it was sent until then; of an answer nobody else sees more than
    everyone.
    """
    found = []
    rows = list(row.photos.exclude(state=Photo.HIDDEN))
    wanted = {one.id: _file_for(one, parts) for one in rows}
    refs = files.refs(one for one in wanted.values() if one is not None)
    for one in rows:
        file_id = wanted[one.id]
        if file_id is not None and file_id in refs:
            found.append((one, refs[file_id]))
    return found


def _file_for(photo: Photo, parts: Collection[str]) -> UUID | None:
    if photo.state == Photo.SHOWN:
        return photo.blurred_id
    if states.AUTHOR in parts:
        return None if photo.kind == Photo.AFTER else photo.blurred_id or photo.id
    return photo.blurred_id if parts else None


def own_page(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Report]:
    """What the person has filed, the newest first."""
    rows = Report.objects.filter(author_id__in=[person.known_id, *person.earlier_ids])
    return keyset(
        rows.select_related("category__group", "body"), order=OWN_NEWEST, after=after, size=size
    )


def waiting_for(person: PersonRef, limit: int = 3) -> list[Report]:
    """Reports that wait for their author's word, the nearest term first."""
    own = [person.known_id, *person.earlier_ids]
    rows = Report.objects.filter(
        author_id__in=own, state__in=(states.ASKED, states.CLARIFYING)
    ).select_related("category__group")
    return list(rows.order_by("silent_on", "id")[:limit])


def count_own(person: PersonRef) -> int:
    """How many the person has filed."""
    return Report.objects.filter(author_id__in=[person.known_id, *person.earlier_ids]).count()


def draft_of(person: PersonRef) -> Draft | None:
    """What the person has begun and not sent."""
    return Draft.objects.filter(owner_id=person.known_id).select_related("category__group").first()


_FREE = """
    SELECT clock_timestamp(), NOT EXISTS (SELECT 1 FROM reports_report WHERE number = %s)
"""


def free_at(number: str) -> tuple[datetime, bool]:
    """The database's moment, and whether no report has this number yet; one prepared query."""
    database = cast(DatabaseWrapper, connection)
    ((moment, is_free),) = database.run_prepared((_FREE, (number,)))
    return moment, is_free


def by_ids(report_ids: Sequence[UUID]) -> dict[UUID, Report]:
    """Rows by id, with what stands beside them; one query."""
    rows = Report.objects.filter(id__in=report_ids).select_related("category__group", "body")
    return {row.id: row for row in rows}


def of_category(code: str, report_ids: Sequence[str]) -> list[str]:
    """Those of the reports that are of a category; one query."""
    rows = Report.objects.filter(category=code, id__in=report_ids)
    return [str(one) for one in rows.values_list("id", flat=True)]


def addresses(limit: int = 5_000) -> list[tuple[str, datetime]]:
    """Number and last change of the newest public reports, for who lists pages; one query."""
    rows = Report.objects.exclude(stage=states.UNSEEN).order_by(*NEWEST)
    return list(rows.values_list("number", "changed_at")[:limit])


def public_row(number: str) -> Report | None:
    """The report of that number if everyone may see it."""
    rows = Report.objects.exclude(stage=states.UNSEEN).filter(number=number)
    return rows.select_related("category__group", "body").first()


def filed_by(person_ids: Sequence[UUID]) -> list[Report]:
    """All that these accounts have filed, the newest first."""
    return list(Report.objects.filter(author_id__in=person_ids).order_by(*OWN_NEWEST))


def may_read_original(person: PersonRef, report_id: str) -> bool:
    """Whether a photo as it was sent is for this person beside its owner: faces and plates are
    not covered in it yet, so for moderators alone."""
    return bool(moderation.may_moderate(person))


def may_read_covered(person: PersonRef, report_id: str) -> bool:
    """Whether a covered photo that is not public is for this person: the author of the report,
    who works on it, who moderates."""
    row = Report.objects.filter(id=report_id).first()
    if row is None:
        return False
    is_theirs = bool(states.parts_of(person, row, catalogue.bodies_of(person)))
    return is_theirs or bool(moderation.may_moderate(person))


def by_id(report_id: UUID | str) -> Report | None:
    """A report by its id, whoever asks; None when there is none of that form."""
    try:
        wanted = UUID(str(report_id))
    except ValueError:
        return None
    rows = Report.objects.filter(id=wanted).select_related("category__group", "body")
    return rows.first()


def supporters_of(report_id: UUID) -> list[UUID]:
    """Whom the same thing troubles, for telling them; never shown."""
    rows = Supporter.objects.filter(report=report_id)
    return list(rows.values_list("person_id", flat=True))


def joined_to(row: Report) -> list[UUID]:
    """Reports of the same that are counted with this one now."""
    return list(row.duplicates.order_by("id").values_list("id", flat=True))


def shown_photos(report_ids: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Report and file of each photo that everyone may see; one query."""
    rows = Photo.objects.filter(report__in=report_ids, state=Photo.SHOWN)
    return [
        (report_id, file_id)
        for report_id, file_id in rows.values_list("report_id", "blurred_id")
        if file_id is not None
    ]


def photos_by_ids(photo_ids: Sequence[UUID]) -> list[Photo]:
    """Photos with the reports they are of; one query."""
    return list(Photo.objects.filter(id__in=photo_ids).select_related("report__category"))


def is_taken_down(row: Report) -> bool:
    """Whether a moderator has taken it out of sight, and nobody has put it back."""
    return row.visibility == states.AUTHOR_ONLY and _is_hidden(list(row.steps.all()))


def _is_hidden(steps: Sequence[Step]) -> bool:
    said = [one.verb for one in steps if one.verb in ("hide", "show")]
    return bool(said) and said[-1] == "hide"


def category_by_code(code: str) -> Category | None:
    """A category, if there is one of that code."""
    return Category.objects.filter(code=code).first()


def group_title(code: str) -> str:
    """How a group is called; "" when there is none."""
    return Group.objects.filter(code=code).values_list("title", flat=True).first() or ""


def drafts_of(ids: Sequence[UUID]) -> list[Draft]:
    """What somebody has begun, under any of these ids."""
    return list(Draft.objects.filter(owner_id__in=ids).order_by("id"))


def supported_by(ids: Sequence[UUID]) -> list[str]:
    """Numbers of the reports that somebody supports."""
    rows = Supporter.objects.filter(person_id__in=ids).order_by("id")
    return list(rows.values_list("report__number", flat=True))


def thanked_by(ids: Sequence[UUID]) -> list[str]:
    """Numbers of the reports for which somebody said thanks."""
    rows = Thanks.objects.filter(person_id__in=ids).order_by("id")
    return list(rows.values_list("report__number", flat=True))


def answered_by(report_id: UUID) -> UUID | None:
    """Who of a crew gave the last answer; None when a coordinator wrote for it."""
    rows = Step.objects.filter(report=report_id, verb="answer").order_by("-at", "-id")
    last = rows.values_list("part", "person_id").first()
    return last[1] if last is not None and last[0] == states.EXECUTOR else None
