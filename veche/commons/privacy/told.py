"""What a person is told of their own request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.privacy import events, queries, wording
from veche.kernel.manifest import Notice, NoticeKind


def _answered(payload: Mapping[str, Any]) -> Notice | None:
    row = queries.request_by_number(payload["number"])
    if row is None:
        return None
    return Notice(
        title=_("Ответ на ваш запрос № %(number)s") % {"number": row.number},
        text=str(wording.STATES[row.state]),
        url=reverse("privacy:my-data") + "#requests",
        people=(row.person_id,),
    )


NOTICES = (
    NoticeKind(
        events.RequestAnswered.kind, gettext_lazy("Ответ о ваших персональных данных"), _answered
    ),
)
