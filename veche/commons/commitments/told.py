"""What those who follow a decision, or the vote it came from, are told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.commitments import events, public, queries, rules
from veche.kernel.errors import Text
from veche.kernel.manifest import Notice, NoticeKind, Topic

ALL = "commitments.decisions:all"
ONE = "commitments.decision"
Words = Callable[[rules.Commitment, Mapping[str, Any]], str | None]


def topic_of(commitment_id: UUID) -> str:
    """By what one decision is followed."""
    return f"{ONE}:{commitment_id}"


# What of a decision's life is told, each with its own words; None is nobody's business yet.
def _decided(one: rules.Commitment, payload: Mapping[str, Any]) -> str:
    return one.decision


def _declined(one: rules.Commitment, payload: Mapping[str, Any]) -> str:
    return one.decline_reason


def _moved(one: rules.Commitment, payload: Mapping[str, Any]) -> str:
    was, now = (_day(payload[name]) for name in ("old_due_on", "new_due_on"))
    reason = one.due_changes[-1].reason if one.due_changes else ""
    return _("Было %(was)s, стало %(now)s. %(reason)s") % {
        "was": was,
        "now": now,
        "reason": reason,
    }


def _stage(one: rules.Commitment, payload: Mapping[str, Any]) -> str | None:
    found = (stage for stage in one.stages if str(stage.id) == payload["stage_id"])
    stage = next(found, None)
    return None if stage is None else f"{stage.title}. {stage.note}".strip()


def _done(one: rules.Commitment, payload: Mapping[str, Any]) -> str:
    return one.outcome


def _late(one: rules.Commitment, payload: Mapping[str, Any]) -> str | None:
    """Nothing before everyone until the town counts its lateness before everyone."""
    if not one.days_late(public.public_day()):
        return None
    return _("Срок был %(day)s. Отвечает: %(who)s") % {
        "day": _day(payload["deadline_on"]),
        "who": one.answerable.body_name or _("город"),
    }


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "j E Y")


def _tell(title: Text, words: Words, payload: Mapping[str, Any]) -> Notice | None:
    one = queries.commitment_by_id(UUID(payload["commitment_id"]))
    text = words(one, payload) if one is not None else None
    if one is None or text is None:
        return None
    return Notice(
        title=f"{title}: {one.source_title}",
        text=text,
        url=one.url,
        topics=(topic_of(one.id), f"{one.source_kind}:{one.source_id}", ALL),
    )


def _kind(event: str, title: Text, words: Words) -> NoticeKind:
    return NoticeKind(event, title, partial(_tell, title, words))


NOTICES = (
    _kind(events.CommitmentDecided.kind, gettext_lazy("Принято решение"), _decided),
    _kind(events.CommitmentDeclined.kind, gettext_lazy("Город отказался"), _declined),
    _kind(events.StageCompleted.kind, gettext_lazy("Сделан шаг работы"), _stage),
    _kind(events.DueChanged.kind, gettext_lazy("Срок перенесён"), _moved),
    _kind(events.CommitmentDone.kind, gettext_lazy("Обещание выполнено"), _done),
    _kind(events.CommitmentOverdue.kind, gettext_lazy("Срок прошёл"), _late),
)


def _find(key: str) -> tuple[str, str] | None:
    try:
        one = queries.commitment_by_id(UUID(key))
    except ValueError:
        return None
    return (one.source_title, one.url) if one is not None else None


def _find_all(key: str) -> tuple[str, str] | None:
    if key != "all":
        return None
    return _("Все решения города"), reverse("commitments:list-decisions")


TOPICS = (
    Topic(ONE, gettext_lazy("Решение"), _find),
    Topic("commitments.decisions", gettext_lazy("Все решения города"), _find_all),
)
