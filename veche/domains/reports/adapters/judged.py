"""Reports as the town's moderators read them after they were let through, or turned away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.commons.moderation import public as moderation
from veche.domains.reports.actions import judging
from veche.domains.reports.queries import reading, wording
from veche.domains.reports.rules import states
from veche.kernel.manifest import Exhibit, Judged, Moderated

# What the moderation of every kind does not know.
OWN_REASONS = (states.NOT_OURS, states.NO_PHOTO, states.SEASON, states.EMERGENCY)


def exhibits(report_ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    """What stands behind ids, with the photos that everyone sees; two queries."""
    shown: dict[UUID, list[UUID]] = {}
    for report_id, file_id in reading.shown_photos(report_ids):
        shown.setdefault(report_id, []).append(file_id)
    return {
        row.id: Exhibit(
            title=wording.title_of(row),
            text=row.text,
            url=reverse("reports:read-report", args=[row.number]),
            photos=tuple(shown.get(row.id, ())),
        )
        for row in reading.by_ids(report_ids).values()
    }


def photos(photo_ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    """What was taken away, covered if it ever was; one query."""
    return {
        one.id: Exhibit(
            title=wording.title_of(one.report),
            text="",
            url=reverse("reports:read-report", args=[one.report.number]),
            photos=(one.blurred_id or one.id,),
        )
        for one in reading.photos_by_ids(photo_ids)
    }


def _judge_photo(photo_id: UUID, judged: Judged) -> None:
    judging.judge_photo(photo_id=photo_id, judged=judged)


def _judge(report_id: UUID, judged: Judged) -> None:
    judging.judge_report(report_id=report_id, judged=judged)


def _rewrite(report_id: UUID, text: str) -> None:
    judging.rewrite_report(report_id=report_id, text=text)


MODERATED = Moderated(
    reading.SOURCE,
    _("Сообщение о проблеме"),
    exhibits,
    _judge,
    reasons={one: wording.REJECTIONS[one] for one in OWN_REASONS},
    rewrite=_rewrite,
    # What is somebody's own was hidden at the filing; a plate that is left is an abandoned car's.
    allows=frozenset({moderation.PLATE}),
)
PHOTO = Moderated(
    reading.PHOTO,
    _("Фото к сообщению"),
    photos,
    _judge_photo,
    # What our program has missed is no fault of who took the picture.
    reasons={"uncovered": _("Программа не закрыла лицо или номер")},
)
