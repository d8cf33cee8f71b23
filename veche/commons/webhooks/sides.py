"""Two sets of the same pages: the town's addresses at the office, a resident's own under «Я»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import PersonRef
from veche.commons.webhooks import policies
from veche.kernel.errors import Text
from veche.kernel.policies import Decision


@dataclass(frozen=True)
class Side:
    """Whose addresses, who may come in, what the pages are called.

    `names` gives the address name of each verb.
    """

    is_own: bool
    policy: Callable[[PersonRef], Decision]
    space: str
    title: Text
    names: dict[str, str]

    def page(self, verb: str, *args: UUID) -> str:
        """The address of one of its pages."""
        return reverse(f"webhooks:{self.names[verb]}", args=args)


TOWN = Side(
    is_own=False,
    policy=policies.may_manage_webhooks,
    space="office/webhooks/",
    title=_("События наружу"),
    names={
        "list": "list-webhooks",
        "add": "add-webhook",
        "read": "read-webhook",
        "test": "test-webhook",
        "stop": "stop-webhook",
        "start": "start-webhook",
        "remove": "remove-webhook",
        "renew": "renew-secret",
        "resend": "resend-delivery",
    },
)
OWN = Side(
    is_own=True,
    policy=policies.may_own_webhooks,
    space="me/webhooks/",
    title=_("События на ваш адрес"),
    names={
        "list": "own-webhooks",
        "add": "add-own-webhook",
        "read": "read-own-webhook",
        "test": "test-own-webhook",
        "stop": "stop-own-webhook",
        "start": "start-own-webhook",
        "remove": "remove-own-webhook",
        "renew": "renew-own-secret",
        "resend": "resend-own-delivery",
    },
)
