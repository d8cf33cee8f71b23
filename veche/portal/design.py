"""The design system on one page: every part of the pages in every state, on made-up data."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from veche.kernel.access import access
from veche.portal.templatetags import portal

TONES = ["", "bell", "sky", "good", "warn", "bad", "grey", "line"]
BAR_TONES = ["", "quiet", "bell", "sky", "good", "warn", "bad", "grey"]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=_("Название опроса"), help_text=_("Как спросили бы соседа, до 120 знаков")
    )
    about = forms.CharField(
        label=_("Зачем спрашиваем"), widget=forms.Textarea, required=False, max_length=2000
    )
    kind = forms.ChoiceField(
        label=_("Кого спрашиваем"), choices=[("1", _("Весь город")), ("2", _("Один район"))]
    )
    opens_on = forms.DateField(
        label=_("Начало"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    show = forms.ChoiceField(
        label=_("Когда показать итог"),
        widget=forms.RadioSelect,
        choices=[("live", _("Сразу после своего голоса")), ("end", _("После завершения"))],
    )
    photo = forms.FileField(
        label=_("Фото"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        required=False,
        help_text=_("До 20 МБ. Место съёмки мы удалим"),
    )
    agree = forms.BooleanField(label=_("Материалы проверены юристом"))


@cache
def samples() -> dict[str, Any]:
    """The made-up data, read once."""
    path = Path(__file__).with_name("design_samples.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def icon_names() -> list[str]:
    """Every icon of the built sprite."""
    sprite = portal.DIST / portal.built_files().get("icons.svg", "icons.svg")
    if not sprite.exists():
        return []
    return re.findall(r'<symbol id="([^"]+)"', sprite.read_text(encoding="utf-8"))


@access("public")
def design(request: HttpRequest) -> HttpResponse:
    """Show every part in every state."""
    sample = samples()
    options = [
        {**option, "photo": static(f"samples/{option['photo']}.svg") if "photo" in option else ""}
        for option in sample["options"]
    ]
    context = {
        **sample,
        "crumbs": [{"title": _("Главная"), "url": "/"}],
        "options": options,
        "problem": SimpleNamespace(**sample["problem"], fields={}),
        "form": SampleForm(initial={"name": sample["hero"]["title"], "show": "end", "kind": "1"}),
        "wrong": SampleForm({"kind": "1", "show": "x"}, auto_id="wrong_%s"),
        "icons": icon_names(),
        "yesno": [
            {"value": "yes", "title": _("За")},
            {"value": "no", "title": _("Против")},
            {"value": "abstain", "title": _("Воздержусь"), "apart": True},
        ],
        "districts": [{"value": pin["id"], "title": pin["area"]} for pin in sample["pins"]],
        "today": timezone.localdate(),
        "in_four_days": timezone.localdate() + timedelta(days=4),
        "another_year": timezone.localdate() - timedelta(days=400),
        "tones": TONES,
        "bar_tones": BAR_TONES,
        "five": [1, 2, 3, 4, 5],
        "ten": list(range(11)),
        "before": {"url": static("samples/square-before.svg"), "when": "", "alt": ""},
        "after": {"url": static("samples/square-after.svg"), "when": "", "alt": ""},
    }
    return render(request, "portal/design.html", context)
