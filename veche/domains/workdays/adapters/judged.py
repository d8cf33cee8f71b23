"""Days, results and photos as a moderator sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.domains.workdays.actions import calling, picturing, summing_up
from veche.domains.workdays.models import Photo
from veche.domains.workdays.queries import reading, wording
from veche.kernel.manifest import Exhibit, Judged, Moderated


def _days(day_ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    return {
        key: Exhibit(
            title=row.title,
            text=calling.as_text(row),
            url=wording.day_url(row) if row.is_public else "",
        )
        for key, row in reading.by_ids(day_ids).items()
    }


def _results(day_ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    return {
        key: Exhibit(title=row.title, text=row.result, url=wording.day_url(row))
        for key, row in reading.by_ids(day_ids).items()
    }


def _photos(photo_ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    return {
        key: Exhibit(
            title=row.day.title,
            text=gettext("Было") if row.kind == Photo.BEFORE else gettext("Стало"),
            url=wording.day_url(row.day) if row.day.is_public else "",
            photos=(row.blurred_id,) if row.blurred_id is not None else (),
        )
        for key, row in reading.photos_by_ids(photo_ids).items()
    }


def _judge_day(day_id: UUID, judged: Judged) -> None:
    calling.judge_day(day_id=day_id, judged=judged)


def _rewrite_day(day_id: UUID, text: str) -> None:
    calling.rewrite_day(day_id=day_id, text=text)


def _judge_result(day_id: UUID, judged: Judged) -> None:
    summing_up.judge_result(day_id=day_id, judged=judged)


def _rewrite_result(day_id: UUID, text: str) -> None:
    summing_up.rewrite_result(day_id=day_id, text=text)


def _judge_photo(photo_id: UUID, judged: Judged) -> None:
    picturing.judge_photo(photo_id=photo_id, judged=judged)


MODERATED = (
    Moderated(
        reading.KIND,
        _("Соседский день"),
        _days,
        _judge_day,
        reasons={"duty": _("Это обязан делать город: соседей на такое не зовут")},
        rewrite=_rewrite_day,
    ),
    Moderated(
        reading.RESULT,
        _("Итог соседского дня"),
        _results,
        _judge_result,
        rewrite=_rewrite_result,
    ),
    Moderated(reading.PHOTO, _("Фото соседского дня"), _photos, _judge_photo),
)
