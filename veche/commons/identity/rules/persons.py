"""Who somebody is to the rest of the house: an opaque id, a level and roles, nothing personal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

AUTHOR, LAWYER, APPROVER = "author", "lawyer", "approver"
CLERK, ADMIN, AUDITOR, PRIVACY = "clerk", "admin", "auditor", "privacy"
MODERATOR, COORDINATOR, CONTROLLER = "moderator", "coordinator", "controller"
ROLES = (
    AUTHOR,
    LAWYER,
    APPROVER,
    CLERK,
    ADMIN,
    AUDITOR,
    PRIVACY,
    MODERATOR,
    COORDINATOR,
    CONTROLLER,
)

# How surely the town knows that a person is one person.
UNCONFIRMED, BY_CONTACT, BY_DOCUMENT, BY_STATE = 0, 1, 2, 3
LEVELS = (UNCONFIRMED, BY_CONTACT, BY_DOCUMENT, BY_STATE)


@dataclass(frozen=True)
class PersonRef:
    """A person as policies see one; `id` is None for a visitor who has not signed in.

    `earlier_ids` are accounts that have become this one: what they did is this person's.
    """

    id: UUID | None = None
    level: int = UNCONFIRMED
    roles: frozenset[str] = field(default_factory=frozenset)
    home_place_id: UUID | None = None
    earlier_ids: tuple[UUID, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether somebody has signed in."""
        return self.id is not None

    @property
    def known_id(self) -> UUID:
        """The id of somebody who has signed in; LookupError for a visitor, whom a policy stops."""
        if self.id is None:
            raise LookupError("A visitor has no id; ask a policy first.")
        return self.id

    def has_role(self, role: str) -> bool:
        """Whether the person holds a role now."""
        return role in self.roles

    @property
    def is_official(self) -> bool:
        """Whether the person holds any role, and so has a desk."""
        return bool(self.roles)


ANONYMOUS = PersonRef()


@dataclass(frozen=True)
class Particulars:
    """What decides whether a person may take part, read at once: nothing else is handed out."""

    level: int
    age: int | None
    home_place_id: UUID | None


@dataclass(frozen=True)
class NewResident:
    """Somebody the town already knows, to be entered without a sign-in."""

    id: UUID
    level: int = UNCONFIRMED
    place_id: UUID | None = None
    birth_year: int | None = None


def age(born: str, on: date) -> int:
    """Full years on a day; `born` is `YYYY-MM-DD`, or `YYYY` when only the year is known.

    Who was born on 29 February comes of age on 1 March of a common year. With the year alone
    the birthday is taken as past: the difference of years.
    """
    parts = [int(part) for part in born.split("-")]
    if len(parts) == 1:
        return on.year - parts[0]
    return on.year - parts[0] - ((on.month, on.day) < (parts[1], parts[2]))
