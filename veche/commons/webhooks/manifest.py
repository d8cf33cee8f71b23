"""What webhooks tell the shell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import PersonErased
from veche.commons.webhooks import jobs, journal, policies, public
from veche.kernel.manifest import DeskSection, Manifest, Retained


def _erased(payload: dict[str, Any], event_id: UUID) -> None:
    public.forget_person(UUID(payload["person_id"]))


MANIFEST = Manifest(
    slug="webhooks",
    title=_("События наружу"),
    acts=journal.ACTS,
    icon="share",
    desk=(
        DeskSection(
            _("События наружу"),
            "webhooks:list-webhooks",
            "share",
            90,
            policies.may_manage_webhooks,
            "town",
            waits=public.waiting,
        ),
    ),
    me=public.me_part,
    me_template="webhooks/_me.html",
    export=public.own_part,
    join=public.join_owners,
    listens={PersonErased.kind: ("webhooks.forget_person", _erased)},
    retained=(
        Retained(
            "webhooks.forget_deliveries",
            _("События, отправленные наружу: что и когда ушло"),
            term=_("30 дней"),
            source=_("Чтобы проверить доставку и повторить её"),
        ),
    ),
    jobs=[
        f"webhooks.{job.__name__}"
        for job in (jobs.send_delivery, jobs.send_due, jobs.forget_deliveries)
    ],
    policies=(policies.may_manage_webhooks, policies.may_own_webhooks),
)
