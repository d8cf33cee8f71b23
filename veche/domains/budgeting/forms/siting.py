"""The outline of a project's ground: drawn on the map, pasted, or uploaded."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.places import public as places
from veche.kernel.web import fields

BYTES_MAX = 100 * 1024


class AreaForm(forms.Form):
    """One polygon; the file goes before the words, as whoever chose a file means it."""

    area = fields.Text(
        label=gettext_lazy("Граница, GeoJSON"),
        required=False,
        max_length=BYTES_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Её заполняет карта: ставьте углы по порядку. Можно вставить готовую из другой "
            "программы."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Или файл с границей"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".geojson,.json"}),
        help_text=gettext_lazy("GeoJSON с одним контуром, до 100 КБ. Широта и долгота в WGS 84."),
    )

    @classmethod
    def values(cls, area: Any) -> dict[str, str]:
        """What a project holds already."""
        return {"area": json.dumps(area) if area else ""}

    def clean(self) -> dict[str, Any]:
        """With `site`: a checked outline, None where neither was given."""
        given = super().clean() or {}
        upload, words = given.get("file"), (given.get("area") or "").strip()
        name = "file" if upload else "area"
        if upload and upload.size > BYTES_MAX:
            self.add_error(name, _("Файл больше 100 КБ: нужна граница одного места"))
        elif upload or words:
            try:
                given["site"] = places.read_site(upload.read() if upload else words.encode())
            except places.FileRefused as problem:
                self.add_error(name, problem.errors[0].message)
        return given

    def site(self) -> places.Site | None:
        """For the action."""
        site: places.Site | None = self.cleaned_data.get("site")
        return site
