"""What webhooks tell the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.webhooks import jobs, journal, policies
from veche.kernel.manifest import DeskSection, Manifest, Retained

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
        ),
    ),
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
    policies=(policies.may_manage_webhooks,),
)
