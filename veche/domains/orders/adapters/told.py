"""What people are told of voters' orders. Whoever supports one follows it; of the work that comes
of it commitments tell the same followers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.organisations import public as organisations
from veche.domains.orders import events, rules
from veche.domains.orders.models import Order
from veche.domains.orders.queries import deputies, reading, terms, wording
from veche.domains.orders.queries.reading import KIND
from veche.kernel.manifest import Notice, NoticeKind, Topic

ALL, OF_DEPUTY = "orders.orders:all", "orders.deputy"
Tell = Callable[[Mapping[str, Any]], Notice | None]


def topic_of(row: Order) -> str:
    """By what one order is followed."""
    return f"{KIND}:{row.id}"


def deputy_topic(mandate_id: UUID) -> str:
    """By what all orders to a deputy are followed."""
    return f"{OF_DEPUTY}:{mandate_id}"


def _find(key: str) -> tuple[str, str] | None:
    row = reading.by_id(key)
    return (row.title, wording.url_of(row)) if row is not None and row.is_public else None


def _find_deputy(key: str) -> tuple[str, str] | None:
    try:
        one = deputies.names([UUID(key)]).get(UUID(key))
    except ValueError:
        return None
    if one is None or one.office != organisations.DEPUTY:
        return None
    title = gettext("Наказы: %(deputy)s") % {"deputy": wording.deputy_line(one)}
    return title, f"{reverse('orders:list-orders')}?deputy={one.slug}"


def _find_all(key: str) -> tuple[str, str] | None:
    return (gettext("Все наказы"), reverse("orders:list-orders")) if key == "all" else None


TOPICS = (
    Topic(KIND, _("Наказ депутату"), _find),
    Topic(OF_DEPUTY, _("Наказы депутату"), _find_deputy),
    Topic("orders.orders", _("Все наказы"), _find_all),
)


def _published(payload: Mapping[str, Any]) -> Notice | None:
    row = reading.by_id(payload["order_id"])
    if row is None or not row.is_public:
        return None
    text = gettext("Новый наказ. Ответ должен быть до %(day)s.") % {"day": wording.day(row.due_on)}
    return Notice(
        title=row.title,
        text=text,
        url=wording.url_of(row),
        topics=(topic_of(row), deputy_topic(row.mandate_id), ALL),
        people=tuple(organisations.holder_ids([row.mandate_id])),
    )


def _rejected(payload: Mapping[str, Any]) -> Notice | None:
    row = reading.by_id(payload["order_id"])
    if row is None or row.author_id is None or row.state != rules.REJECTED:
        return None
    text = gettext("Модератор не пропустил наказ. Посмотрите почему.")
    return Notice(row.title, text, reverse("orders:list-own"), people=(row.author_id,))


def _answered(state: str) -> Tell:
    def tell(payload: Mapping[str, Any]) -> Notice | None:
        row = reading.by_id(payload["order_id"])
        if row is None or not row.is_public or row.state != state:
            return None
        said = wording.STATES[row.state]
        return Notice(
            title=row.title,
            text=f"{said}. {row.answer}",
            url=wording.url_of(row),
            topics=(topic_of(row),),
            besides=(row.answerer_id,) if row.answerer_id else (),
        )

    return tell


def _overdue(payload: Mapping[str, Any]) -> Notice | None:
    row = reading.by_id(payload["order_id"])
    if row is None or not row.is_public or not rules.is_late(row.state, row.due_on, terms.today()):
        return None
    return Notice(
        title=row.title,
        text=gettext("Срок ответа прошёл, ответа нет.")
        if row.state == rules.OPEN
        else gettext("Срок решения прошёл, совет ещё не решил."),
        url=wording.url_of(row),
        topics=(topic_of(row),),
        people=tuple(organisations.holder_ids([row.mandate_id])),
    )


NOTICES = (
    NoticeKind(events.OrderPublished.kind, _("Новый наказ депутату"), _published),
    NoticeKind(events.OrderRejected.kind, _("Наказ не пропустили"), _rejected),
    NoticeKind(events.OrderTaken.kind, _("Наказ взяли в работу"), _answered(rules.TAKEN)),
    NoticeKind(events.OrderDeclined.kind, _("Наказ отклонили"), _answered(rules.DECLINED)),
    NoticeKind(events.OrderOverdue.kind, _("По наказу не ответили в срок"), _overdue),
)
