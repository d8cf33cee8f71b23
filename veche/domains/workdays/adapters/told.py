"""What people are told of neighbours' days, and what may be followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.organisations import public as organisations
from veche.domains.workdays import events, rules
from veche.domains.workdays.models import Day
from veche.domains.workdays.queries import reading, wording
from veche.kernel.manifest import Deed, Doer, Notice, NoticeKind, Topic

ALL = "workdays.days:all"
Tell = Callable[[Mapping[str, Any]], Notice | None]


def topic_of(row: Day) -> str:
    """By what one day is followed."""
    return f"{reading.KIND}:{row.id}"


def _find(key: str) -> tuple[str, str] | None:
    row = reading.by_id(key)
    return (row.title, wording.day_url(row)) if row is not None and row.is_public else None


def _find_all(key: str) -> tuple[str, str] | None:
    if key != "all":
        return None
    return gettext("Все соседские дни"), reverse("workdays:list-days")


TOPICS = (
    Topic(reading.KIND, _("Соседский день"), _find),
    Topic("workdays.days", _("Все соседские дни"), _find_all),
)


def _owner_asked(payload: Mapping[str, Any]) -> Notice | None:
    """To people of the organisation whose place it is; the town's officials have their desk."""
    row = reading.by_id(payload["day_id"])
    if row is None or row.state != rules.ASKING or not row.is_shown:
        return None
    if row.owner_organisation_id is None:
        return None
    return Notice(
        title=gettext("Соседи просят разрешения: %(title)s") % {"title": row.title},
        text=f"{row.address}, {wording.when(row)}",
        url=wording.day_url(row),
        people=tuple(organisations.acting_ids(row.owner_organisation_id)),
    )


def _announced(payload: Mapping[str, Any]) -> Notice | None:
    """To the caller, to who lives or follows near, to who follows what it grew from."""
    row = reading.by_id(payload["day_id"])
    if row is None or not row.is_public:
        return None
    topics = [ALL]
    if row.origin_kind:
        topics.append(f"{row.origin_kind}:{row.origin_id}")
    return Notice(
        title=gettext("Соседи зовут: %(title)s") % {"title": row.title},
        text=f"{wording.when(row)}, {row.address}. {wording.hands(row)}.",
        url=wording.day_url(row),
        topics=tuple(topics),
        people=(row.caller_id,) if row.caller_id is not None else (),
        point=(row.latitude, row.longitude),
    )


def _to_caller(words: Promise) -> Tell:
    def tell(payload: Mapping[str, Any]) -> Notice | None:
        row = reading.by_id(payload["day_id"])
        if row is None or row.caller_id is None:
            return None
        return Notice(row.title, str(words), wording.day_url(row), people=(row.caller_id,))

    return tell


def _cancelled(payload: Mapping[str, Any]) -> Notice | None:
    row = reading.by_id(payload["day_id"])
    if row is None:
        return None
    text = gettext("Отменили: %(reason)s") % {"reason": wording.reason(row)}
    return _to_all(row, text)


def _near(payload: Mapping[str, Any]) -> Notice | None:
    """What one has to know the evening before; the number is on the page."""
    row = reading.by_id(payload["day_id"])
    if row is None or row.state != rules.CALLED:
        return None
    text = f"{wording.when(row)}, {row.address}."
    if row.bring:
        text = gettext("%(when)s Возьмите: %(bring)s.") % {"when": text, "bring": row.bring}
    return _to_all(row, text)


def _to_all(row: Day, text: str) -> Notice:
    return Notice(
        title=row.title,
        text=text,
        url=wording.day_url(row),
        topics=(topic_of(row),) if row.is_public else (),
        people=tuple(reading.people_of(row)),
    )


def _done(payload: Mapping[str, Any]) -> Notice | None:
    row = reading.by_id(payload["day_id"])
    if row is None:
        return None
    return _to_all(row, gettext("Сделали. Кто пришёл, найдёт свои часы и справку на странице дня."))


NOTICES = (
    NoticeKind(events.OwnerAsked.kind, _("Соседи просят разрешения"), _owner_asked),
    NoticeKind(events.DayTurnedOver.kind, _("Место назвали вашим"), _owner_asked),
    NoticeKind(events.DayAllowed.kind, _("Соседи зовут"), _announced),
    NoticeKind(
        events.DayForbidden.kind,
        _("Хозяин места не разрешил"),
        _to_caller(_("Хозяин места не разрешил и объяснил почему.")),
    ),
    NoticeKind(events.DayCancelled.kind, _("Соседский день отменили"), _cancelled, is_urgent=True),
    NoticeKind(events.DayNear.kind, _("Завтра соседский день"), _near),
    NoticeKind(
        events.DayOver.kind,
        _("Как прошёл соседский день"),
        _to_caller(_("Отметьте, кто пришёл: люди ждут свои часы.")),
    ),
    NoticeKind(
        events.DayLapsed.kind,
        _("Соседский день не состоялся"),
        _to_caller(_("Срок вышел, и день закрыли. Можно позвать снова.")),
    ),
    NoticeKind(events.DayDone.kind, _("Итог соседского дня"), _done),
)


def _worked(payload: Mapping[str, Any]) -> Sequence[Doer]:
    """Who came, and how long: the hours stand beside the points where a town has them."""
    row = reading.by_id(payload["day_id"])
    found: list[Doer] = []
    for one in reading.helpers(row) if row is not None else ():
        if one.person_id is not None and one.minutes:
            found.append(Doer(one.person_id, str(one.id), one.minutes))
    return found


DEEDS = (Deed("workdays.worked", (events.DayDone.kind,), _("Работали с соседями"), 10, _worked),)
