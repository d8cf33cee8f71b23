"""What notifications tell the shell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import PersonErased
from veche.commons.notifications import api, jobs, journal, policies, public
from veche.kernel.manifest import Manifest, Retained


def _erased(payload: dict[str, Any], event_id: UUID) -> None:
    public.forget_person(UUID(payload["person_id"]))


MANIFEST = Manifest(
    slug="notifications",
    title=_("Уведомления"),
    icon="bell",
    api=api.router,
    me=public.me_part,
    me_template="notifications/_me.html",
    acts=journal.ACTS,
    export=public.own_part,
    join=public.join_people,
    listens={PersonErased.kind: ("notifications.forget_person", _erased)},
    jobs=[
        f"notifications.{job.__name__}"
        for job in (jobs.fan_out, jobs.send_letters, jobs.send_due, jobs.forget_notices)
    ],
    retained=(
        Retained(
            "notifications.forget_notices",
            _("Уведомления и отметки о прочтении"),
            _("Год, а сведения об отправке 30 дней"),
            _("Собственное правило города"),
        ),
    ),
    policies=[
        policies.may_read_notices,
        policies.may_follow_topic,
        policies.may_keep_area,
        policies.may_choose_channels,
        policies.may_unsubscribe,
    ],
)
