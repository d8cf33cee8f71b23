"""Appeals as somebody may read them: one whole, one's own, drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import Addressee, PersonRef
from veche.domains.appeals import policies
from veche.domains.appeals.models import Appeal, Department, Draft, Letter, Step
from veche.domains.appeals.rules import states
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

APPEAL_FILES, LETTER_FILES = "appeals.appeal", "appeals.letter"
DRAFT_FILES = "appeals.draft"
OWN_NEWEST = ("-filed_at", "id")


@dataclass(frozen=True)
class Whole:
    """An appeal with all that this person may see of it."""

    row: Appeal
    steps: list[Step]
    letters: list[Letter]
    attached: tuple[files.FileRef, ...]
    parts: frozenset[str]
    letter_files: dict[UUID, tuple[files.FileRef, ...]] = field(default_factory=dict)

    @property
    def verbs(self) -> tuple[str, ...]:
        """What one may do with it now."""
        return states.verbs_open(self.row.state, self.parts)

    @property
    def answer(self) -> Letter | None:
        """The answer, or what waits to become it."""
        return next((one for one in self.letters if one.kind == states.ANSWER), None)


def appeal_for(person: PersonRef, number: str) -> Whole:
    """One appeal for this person; NotFound for what is not theirs."""
    row = Appeal.objects.filter(number=number).select_related("department").first()
    if row is None or not policies.may_read_appeal(person, row):
        raise NotFound()
    parts = states.parts_of(person, row)
    letters = list(row.letters.all())
    if states.AUTHOR in parts:
        letters = [one for one in letters if one.issued_on is not None]
    return Whole(
        row,
        list(row.steps.all()),
        letters,
        files.of(APPEAL_FILES, str(row.id)),
        parts,
        {one.id: files.of(LETTER_FILES, str(one.id)) for one in letters},
    )


def letter_for(person: PersonRef, number: str, position: int) -> tuple[Appeal, Letter]:
    """A letter of an appeal for its author or the office; NotFound."""
    whole = appeal_for(person, number)
    found = next((one for one in whole.letters if one.position == position), None)
    if found is None:
        raise NotFound()
    return whole.row, found


def addressee_of(row: Appeal | Draft) -> Addressee | None:
    """Who writes, and where to the answer goes; None once it was destroyed."""
    if row.addressee_id is None:
        return None
    return identity.addressees([row.addressee_id]).get(row.addressee_id)


def own_page(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Appeal]:
    """What the person has filed, the newest first."""
    rows = Appeal.objects.filter(author_id__in=_ids(person)).select_related("department")
    return keyset(rows, order=OWN_NEWEST, after=after, size=size)


def count_own(person: PersonRef) -> int:
    """How many the person has filed."""
    return Appeal.objects.filter(author_id__in=_ids(person)).count()


def draft_of(person: PersonRef) -> Draft | None:
    """What the person has begun and not sent."""
    return Draft.objects.filter(owner_id=person.known_id).first() if person.is_known else None


def draft_files(draft: Draft | None) -> list[files.FileRef]:
    """What is attached to a draft, in order."""
    if draft is None:
        return []
    refs = files.refs(draft.files)
    return [refs[one] for one in draft.files if one in refs]


def is_number_free(number: str) -> bool:
    """Whether no appeal has this number yet."""
    return not Appeal.objects.filter(number=number).exists()


def by_id(appeal_id: UUID | str) -> Appeal | None:
    """An appeal by its id, whoever asks; None when there is none of that form."""
    try:
        wanted = UUID(str(appeal_id))
    except ValueError:
        return None
    return Appeal.objects.filter(id=wanted).select_related("department").first()


def may_read_files(person: PersonRef, appeal_id: str) -> bool:
    """Whether the attachments of an appeal are for this person."""
    row = by_id(appeal_id)
    return row is not None and bool(policies.may_read_appeal(person, row))


def may_read_letter_files(person: PersonRef, letter_id: str) -> bool:
    """Whether the attachments of a letter are for this person."""
    letter = Letter.objects.filter(id=letter_id).select_related("appeal").first()
    if letter is None or not policies.may_read_appeal(person, letter.appeal):
        return False
    return letter.issued_on is not None or not states.is_own(person, letter.appeal)


def departments(*, with_closed: bool = False) -> list[Department]:
    """Departments that prepare answers, by name."""
    rows = Department.objects.all()
    return list(rows if with_closed else rows.filter(is_open=True))


def department(department_id: UUID) -> Department:
    """The open department of that id; NotFound."""
    found = Department.objects.filter(id=department_id, is_open=True).first()
    if found is None:
        raise NotFound()
    return found


def department_by_slug(slug: str) -> Department:
    """The department of that address; NotFound."""
    found = Department.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def filed_by(ids: Sequence[UUID]) -> list[Appeal]:
    """All that these accounts have filed, the newest first."""
    rows = Appeal.objects.filter(author_id__in=ids).prefetch_related("letters")
    return list(rows.order_by(*OWN_NEWEST))


def drafts_of(ids: Sequence[UUID]) -> list[Draft]:
    """What somebody has begun, under any of these ids."""
    return list(Draft.objects.filter(owner_id__in=ids).order_by("id"))


def _ids(person: PersonRef) -> list[UUID]:
    return [person.known_id, *person.earlier_ids]


def last_signatory() -> tuple[str, str]:
    """Post and name under the newest letter, which the next one most often has too."""
    rows = Letter.objects.filter(issued_on__isnull=False).order_by("-issued_on", "-position")
    return rows.values_list("post", "signatory").first() or ("", "")
