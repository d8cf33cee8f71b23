"""What points are given for, and the marks of one member of the commission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting.actions.scoring import CRITERIA_MAX
from veche.domains.budgeting.models import LINE_MAX, Criterion, Project
from veche.domains.budgeting.queries import wording
from veche.domains.budgeting.rules import scoring
from veche.kernel.web import fields


class CriteriaForm(forms.Form):
    """A row for each criterion; empty rows are none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(CRITERIA_MAX):
            self.fields[f"title_{n}"] = fields.Line(
                label=_("За что"), max_length=LINE_MAX, required=False
            )
            self.fields[f"kind_{n}"] = forms.ChoiceField(
                label=_("Откуда баллы"), required=False, choices=list(wording.CRITERIA.items())
            )
            self.fields[f"points_max_{n}"] = forms.IntegerField(
                label=_("Баллов самое большее"), required=False, min_value=1, max_value=1000
            )
            self.fields[f"full_at_{n}"] = forms.IntegerField(
                label=_("Все баллы при"),
                required=False,
                min_value=1,
                max_value=1_000_000,
                help_text=_("Проценты или люди. Для оценки комиссии пусто."),
            )

    @classmethod
    def values(cls, criteria: Sequence[Criterion]) -> dict[str, Any]:
        """What a draft holds already."""
        return {
            f"{name}_{n}": getattr(one, name)
            for n, one in enumerate(criteria)
            for name in ("title", "kind", "points_max", "full_at")
        }

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows for the template; those after the first empty one are folded away."""
        return [
            {
                "number": n + 1,
                "fields": [
                    self[f"{name}_{n}"] for name in ("title", "kind", "points_max", "full_at")
                ],
                "is_used": bool(self[f"title_{n}"].value()),
            }
            for n in range(CRITERIA_MAX)
        ]

    def clean(self) -> dict[str, Any]:
        """A criterion has points, and a figure where they follow from one."""
        given = super().clean() or {}
        for n in range(CRITERIA_MAX):
            if not given.get(f"title_{n}"):
                continue
            if not given.get(f"points_max_{n}"):
                self.add_error(f"points_max_{n}", _("Впишите, сколько баллов"))
            if given.get(f"kind_{n}") != scoring.COMMISSION and not given.get(f"full_at_{n}"):
                self.add_error(f"full_at_{n}", _("Впишите, при какой цифре дают все баллы"))
        return given

    def part(self) -> list[scoring.Criterion]:
        """For the action."""
        given = self.cleaned_data
        return [
            scoring.Criterion(
                title=given[f"title_{n}"],
                kind=given[f"kind_{n}"] or scoring.COMMISSION,
                points_max=given[f"points_max_{n}"],
                full_at=None
                if (given[f"kind_{n}"] or scoring.COMMISSION) == scoring.COMMISSION
                else given[f"full_at_{n}"],
            )
            for n in range(CRITERIA_MAX)
            if given[f"title_{n}"]
        ]


def marks_of(
    post: QueryDict, rows: Sequence[Project], criteria: Sequence[Criterion]
) -> tuple[dict[tuple[UUID, int], int | None], dict[str, str]]:
    """The marks that were typed, None where a field was left empty, and which are no number."""
    found: dict[tuple[UUID, int], int | None] = {}
    wrong: dict[str, str] = {}
    for row in rows:
        for one in criteria:
            name = f"m-{row.number}-{one.pk}"
            if name not in post:
                continue
            typed = post.get(name, "").strip()
            if not typed:
                found[row.id, one.pk] = None
            elif typed.isascii() and typed.isdecimal() and len(typed) < 5:
                found[row.id, one.pk] = int(typed)
            else:
                wrong[name] = str(_("Впишите число"))
    return found, wrong
