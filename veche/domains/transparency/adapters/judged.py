"""Questions on public reports as a moderator sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.domains.transparency.actions import asking
from veche.domains.transparency.queries import published
from veche.kernel.manifest import Exhibit, Judged, Moderated


def _show(ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    return {
        row.id: Exhibit(
            gettext("Вопрос об отчёте «%(title)s»") % {"title": row.report.title},
            row.text,
            reverse("transparency:read-report", args=[row.report.slug]),
        )
        for row in published.questions_by_ids(ids)
    }


def _judge(question_id: UUID, judged: Judged) -> None:
    asking.judge_question(question_id=question_id, judged=judged)


def _rewrite(question_id: UUID, text: str) -> None:
    asking.rewrite_question(question_id=question_id, text=text)


MODERATED = (Moderated(asking.KIND, _("Вопрос об отчёте"), _show, _judge, rewrite=_rewrite),)
