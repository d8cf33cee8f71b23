"""How a commitment is told on a page: words of its state, its lateness, its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from veche.commons.commitments import rules
from veche.commons.files.public import FileRef
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.errors import Text

Pair = tuple[dict[str, str] | None, dict[str, str] | None]
TAGS: dict[str, tuple[Text, str, str]] = {
    rules.OWED: (gettext_lazy("Ждём решения"), "bell", "clock"),
    rules.DECIDED: (gettext_lazy("Решение принято"), "sky", "promise"),
    rules.IN_WORK: (gettext_lazy("В работе"), "sky", "works"),
    rules.DONE: (gettext_lazy("Сделано"), "good", "check"),
    rules.DECLINED: (gettext_lazy("Отказано"), "grey", "close"),
}
FILTER_TITLES: dict[str, Text] = {
    "all": gettext_lazy("Все"),
    "owed": gettext_lazy("Ждём решения"),
    "work": gettext_lazy("В работе"),
    "done": gettext_lazy("Сделано"),
    "late": gettext_lazy("Опаздывает"),
    "declined": gettext_lazy("Отказано"),
}


@dataclass(frozen=True)
class Card:
    """A commitment in a list."""

    commitment: rules.Commitment
    tags: list[dict[str, Any]]
    text: str
    meta: str
    late: str
    is_ahead: bool
    pair: Pair | None = None


def state_tag(commitment: rules.Commitment) -> dict[str, Any]:
    """The state as a tag: word, colour and shape."""
    text, tone, icon = TAGS[commitment.state]
    return {"text": text, "tone": tone, "icon": icon}


def lateness(commitment: rules.Commitment, today: date) -> str:
    """«Решение опаздывает на 3 дня»; "" when nothing is late."""
    days = commitment.days_late(today)
    if not days:
        return ""
    if commitment.state == rules.OWED:
        text = ngettext(
            "Решение опаздывает на %(days)d день", "Решение опаздывает на %(days)d дней", days
        )
    else:
        text = ngettext(
            "Работа опаздывает на %(days)d день", "Работа опаздывает на %(days)d дней", days
        )
    return text % {"days": days}


def tags(commitment: rules.Commitment, today: date) -> list[dict[str, Any]]:
    """The state, and the lateness when there is one."""
    late = lateness(commitment, today)
    found = [state_tag(commitment)]
    return [*found, {"text": late, "tone": "bad", "icon": "warn"}] if late else found


def card(
    commitment: rules.Commitment, today: date, photos: Mapping[UUID, FileRef] | None = None
) -> Card:
    """A commitment for a list: what was promised, who answers, how the place has changed."""
    text = {
        rules.DONE: commitment.outcome,
        rules.DECLINED: commitment.decline_reason,
    }.get(commitment.state, commitment.decision)
    return Card(
        commitment=commitment,
        tags=tags(commitment, today),
        text=text,
        meta=commitment.answerable.body_name,
        late=lateness(commitment, today),
        is_ahead=is_ahead(commitment.deadline_on),
        pair=last_pair(commitment, photos or {}),
    )


def is_ahead(deadline: date | None) -> bool:
    """Whether days are left; of days that have passed the public clock alone tells."""
    return deadline is not None and deadline >= clock.today(towns.current().time_zone)


@dataclass(frozen=True)
class Step:
    """One point of the timeline; `dates` are told by the template."""

    title: str
    state: str
    kind: str
    on: date | None = None
    note: str = ""
    late: str = ""
    pair: Pair | None = None

    @property
    def is_ahead(self) -> bool:
        """Whether days are left."""
        return is_ahead(self.on)


def steps(commitment: rules.Commitment, today: date, photos: Mapping[UUID, FileRef]) -> list[Step]:
    """The whole way from the residents' word to the result."""
    shown_above = last_pair(commitment, photos)
    found = [Step(_("Жители высказались"), "done", "asked", _day(commitment.owed_at))]
    if commitment.decision or commitment.state != rules.DECLINED:
        found.append(_decision_step(commitment, today))
    waiting = commitment.state in rules.PROMISED
    for stage in commitment.stages:
        late = stage.days_late(today) if commitment.state in rules.PROMISED else 0
        state = "done" if stage.done_on else ("late" if late else ("now" if waiting else ""))
        waiting = waiting and stage.done_on is not None
        pair = _pair(stage, photos)
        found.append(
            Step(
                title=stage.title,
                state=state,
                kind="stage-done" if stage.done_on else "stage",
                on=stage.done_on or stage.planned_on,
                note=stage.note,
                late=_by_days(late),
                pair=None if pair == shown_above else pair,
            )
        )
    return [*found, _last_step(commitment, today, is_next=waiting)]


def _by_days(days: int) -> str:
    """«опаздывает на 3 дня»; "" when in time."""
    if not days:
        return ""
    text = ngettext("опаздывает на %(days)d день", "опаздывает на %(days)d дней", days)
    return text % {"days": days}


def _decision_step(commitment: rules.Commitment, today: date) -> Step:
    if commitment.decided_at is not None:
        return Step(_("Решение принято"), "done", "decided", _day(commitment.decided_at))
    late = commitment.days_late(today)
    state = "late" if late else "now"
    return Step(_("Ждём решения"), state, "deadline", commitment.decide_by, late=_by_days(late))


def _last_step(commitment: rules.Commitment, today: date, *, is_next: bool) -> Step:
    closed_on = _day(commitment.closed_at) if commitment.closed_at else None
    if commitment.state == rules.DONE:
        return Step(_("Сделано"), "done", "closed", closed_on)
    if commitment.state == rules.DECLINED:
        return Step(_("Отказано"), "late", "closed", closed_on)
    if commitment.due_on is None:
        return Step(_("Будет сделано"), "", "open")
    late = commitment.days_late(today)
    state = "late" if late else ("now" if is_next else "")
    return Step(_("Будет сделано"), state, "deadline", commitment.due_on, late=_by_days(late))


def _day(moment: datetime) -> date:
    """The town's day of an instant."""
    return moment.astimezone(clock.zone(towns.current().time_zone)).date()


def last_pair(commitment: rules.Commitment, photos: Mapping[UUID, FileRef]) -> Pair | None:
    """Before and after of the last finished work that has both, to be seen first."""
    if commitment.state != rules.DONE:
        return None
    pairs = [_pair(stage, photos) for stage in commitment.stages]
    return next((pair for pair in reversed(pairs) if pair and all(pair)), None)


def _pair(stage: rules.Stage, photos: Mapping[UUID, FileRef]) -> Pair | None:
    before = _figure(stage.photo_before_id, photos, _("До: %(title)s") % {"title": stage.title})
    after = _figure(stage.photo_after_id, photos, _("После: %(title)s") % {"title": stage.title})
    return (before, after) if before or after else None


def _figure(
    photo_id: UUID | None, photos: Mapping[UUID, FileRef], alt: str
) -> dict[str, str] | None:
    photo = photos.get(photo_id) if photo_id else None
    return {"url": photo.src, "alt": photo.alt or alt} if photo else None


def rating_rows(rating: rules.Rating, least: int) -> list[dict[str, Any]]:
    """The stars as bars, five first; none while fewer than `least` gave any."""
    if not rating.is_shown(least):
        return []
    return [
        {
            "title": "★" * stars,
            "votes": rating.counts[stars - 1],
            "share": 100 * rating.counts[stars - 1] / rating.total,
        }
        for stars in reversed(rules.STARS)
    ]


def photo_ids(commitment: rules.Commitment) -> list[UUID]:
    """Every photo of the page, to be read in one query."""
    pairs = [(stage.photo_before_id, stage.photo_after_id) for stage in commitment.stages]
    return [photo_id for pair in pairs for photo_id in pair if photo_id is not None]
