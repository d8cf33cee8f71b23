"""What voters' orders tell the shell about themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import APPROVER, PersonErased
from veche.domains.orders import api, datasets, demo, events, jobs, policies, public
from veche.domains.orders.actions import keeping
from veche.domains.orders.adapters import journalled, judged, told
from veche.kernel.manifest import DeskSection, Duty, Manifest, NavItem, Owed, Retained


def _forget(payload: dict[str, Any], event_id: UUID) -> None:
    """Orders of an erased person lose their author; a second telling finds none."""
    person_id = UUID(payload["person_id"])
    keeping.forget_person([person_id, *identity.earlier_ids(person_id)])


def _join(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    keeping.join_people(surviving=surviving, joined=joined)


MANIFEST = Manifest(
    slug="orders",
    title=_("Наказы депутатам"),
    icon="promise",
    starts_off=True,
    navigation=(NavItem(_("Наказы"), "orders:list-orders", "promise", 34, place="footer"),),
    desk=(
        DeskSection(
            _("Наказы депутатам"),
            "orders:list-cases",
            "promise",
            18,
            policies.may_work_on_orders,
            waits=public.waiting,
        ),
    ),
    listens={PersonErased.kind: ("orders.forget_person", _forget)},
    owed=Owed(public.late),
    search=public.search,
    site_pages=public.site_pages,
    me=public.me_part,
    me_template="orders/me.html",
    export=public.own_part,
    join=_join,
    api=api.router,
    acts=journalled.ACTS,
    duties={
        "orders.order_taken": Duty(APPROVER, _("Ответить на наказ")),
        "orders.order_declined": Duty(APPROVER, _("Отклонить наказ")),
        "orders.order_adopted": Duty(APPROVER, _("Внести решение совета по наказу")),
    },
    jobs=("orders.mark_overdue", "orders.forget_supporters"),
    retained=(
        Retained(
            "orders.forget_supporters",
            _("Кто поддержал наказ и удалил учётную запись: только случайный номер"),
            term=_("До решения по наказу"),
            source=_("Чтобы никто не был посчитан дважды"),
        ),
    ),
    events=(
        events.OrderGiven,
        events.OrderMended,
        events.OrderPublished,
        events.OrderRejected,
        events.OrderSupported,
        events.SupportWithdrawn,
        events.OrderTaken,
        events.OrderDeclined,
        events.OrderAdopted,
        events.OrderOverdue,
    ),
    topics=told.TOPICS,
    notices=told.NOTICES,
    moderated=(judged.MODERATED,),
    exports=("orders.csv",),
    load_demo=demo.load,
    datasets=datasets.DATASETS,
    policies=(
        policies.may_read_order,
        policies.may_open_own_orders,
        policies.may_give_order,
        policies.may_mend_order,
        policies.may_support_order,
        policies.may_withdraw_support,
        policies.may_work_on_orders,
        policies.may_answer_order,
        policies.may_adopt_order,
    ),
)
__all__ = ["MANIFEST", "jobs"]
