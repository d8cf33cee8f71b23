"""What officials say of projects."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting.actions.judging import Found
from veche.domains.budgeting.models import REASON_MAX
from veche.kernel.web import fields


class CheckForm(forms.Form):
    """One check: passed or not, and why."""

    verdict = forms.ChoiceField(
        label=_("Что нашли"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Всё в порядке")), ("no", _("Мешает"))],
    )
    reason = fields.Line(
        label=_("Почему"), max_length=500, help_text=_("Прочитают все. Одной-двумя фразами.")
    )

    def part(self) -> Found:
        """For the action."""
        return Found(self.cleaned_data["verdict"] == "yes", self.cleaned_data["reason"])


class AdmitForm(forms.Form):
    """The word that ties projects excluding each other."""

    rivals = fields.Line(
        label=_("Исключает другие проекты"),
        required=False,
        max_length=40,
        help_text=_(
            "Если на этом месте можно сделать только один из нескольких, впишите всем одно и то же "
            "слово, например «сквер»."
        ),
    )


class RefuseForm(forms.Form):
    """Why a project does not go on the ballot."""

    reason = fields.Text(
        label=_("Почему не допущен"),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Прочитают все и прежде всего автор. Скажите, что он может сделать."),
    )


def initial_of(check: Any) -> dict[str, Any]:
    """What a check holds already."""
    return {"verdict": "yes" if check.is_passed else "no", "reason": check.reason} if check else {}
