"""What points tell the shell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonErased
from veche.commons.points import api, demo, events, jobs, journal, policies, public, told
from veche.kernel.manifest import DeskSection, Manifest


def _erased(payload: dict[str, Any], event_id: UUID) -> None:
    person_id = UUID(payload["person_id"])
    public.forget_person([person_id, *identity.earlier_ids(person_id)])


MANIFEST = Manifest(
    slug="points",
    title=_("Баллы"),
    icon="star",
    api=api.router,
    desk=(
        DeskSection(
            _("Выдача за баллы"),
            "points:list-orders",
            "shop",
            60,
            policies.may_hand_out,
            waits=public.waiting,
        ),
        DeskSection(_("Баллы"), "points:set-terms", "star", 75, policies.may_set_points, "town"),
    ),
    site_pages=public.site_pages,
    me=public.me_part,
    me_template="points/me.html",
    export=public.own_part,
    join=public.join_people,
    listens={PersonErased.kind: ("points.forget_person", _erased)},
    acts=journal.ACTS,
    notices=told.NOTICES,
    jobs=("points.pay_due", "points.expire_orders", "points.check_sums"),
    events=(
        events.TermsSet,
        events.PointsGiven,
        events.ThingSaved,
        events.ThingOrdered,
        events.OrderHanded,
        events.OrderReturned,
        events.AbstentionSet,
    ),
    policies=(
        policies.may_have_points,
        policies.may_give_points,
        policies.may_order_thing,
        policies.may_cancel_order,
        policies.may_abstain,
        policies.may_set_points,
        policies.may_hand_out,
    ),
    exports=("points.csv",),
    load_demo=demo.load,
)
__all__ = ["MANIFEST", "jobs"]
