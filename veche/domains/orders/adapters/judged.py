"""Voters' orders as a moderator reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.domains.orders import rules
from veche.domains.orders.actions import giving
from veche.domains.orders.queries import reading, wording
from veche.domains.orders.queries.reading import KIND
from veche.kernel.manifest import Exhibit, Judged, Moderated


def exhibits(order_ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    """What stands behind ids; one query."""
    return {
        row.id: Exhibit(
            title=row.title,
            text=rules.as_one(row.title, row.spot, row.why),
            url=wording.url_of(row) if row.is_public else "",
        )
        for row in reading.by_ids(order_ids)
    }


def _judge(order_id: UUID, judged: Judged) -> None:
    giving.judge_order(order_id=order_id, judged=judged)


def _rewrite(order_id: UUID, text: str) -> None:
    giving.rewrite_order(order_id=order_id, text=text)


MODERATED = Moderated(
    KIND,
    _("Наказ депутату"),
    exhibits,
    _judge,
    reasons={"report": _("Это сообщение о проблеме: о нём скорее напишите в «Сообщить»")},
    rewrite=_rewrite,
)
