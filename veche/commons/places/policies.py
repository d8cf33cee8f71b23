"""Who may change the town's geography. Everyone may read it."""

from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.kernel.policies import ALLOWED, Decision, refuse


class Actor(Protocol):
    """Whoever acts: identity's PersonRef fits, and so does `Machine`."""

    @property
    def id(self) -> UUID | None:
        """The opaque id for the audit log."""

    @property
    def roles(self) -> frozenset[str]:
        """Roles held in this town."""


class Machine:
    """The program itself: the operator's command line and the demo town."""

    id: UUID | None = None
    roles: frozenset[str] = frozenset(("admin",))


def may_import_places(actor: Actor) -> Decision:
    """Only an administrator replaces outlines and addresses: eligibility to vote hangs on them."""
    if "admin" in actor.roles:
        return ALLOWED
    return refuse(
        _("Границы и адреса меняет администратор портала"),
        _("Попросите его загрузить файл или сообщите об ошибке на карте."),
    )
