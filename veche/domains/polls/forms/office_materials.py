"""What to read before voting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.polls import actions
from veche.domains.polls.forms import uploads
from veche.domains.polls.forms.fields import Address
from veche.domains.polls.models import Material
from veche.kernel.ids import new_id
from veche.kernel.web.fields import Line, Text

SIDES = [("about", _("О чём речь")), ("for", _("Довод «за»")), ("against", _("Довод «против»"))]


class MaterialForm(forms.Form):
    """An argument, a paper or a link."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    side = forms.ChoiceField(label=_("Что это"), choices=SIDES, widget=forms.RadioSelect)
    title = Line(label=_("Заголовок"), max_length=200)
    text = Text(label=_("Текст"), max_length=10_000, required=False)
    author = Line(
        label=_("Чьи это слова"),
        max_length=200,
        required=False,
        help_text=_("Имя и должность, организация или «жители улицы»."),
    )
    url = Address(
        label=_("Ссылка"), max_length=200, required=False, help_text=_("Где прочитать подробнее.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(uploads.photo_fields("file", _("Документ"), uploads.TAKE_FILE_AWAY))
        self.fields["file"].help_text = _("PDF до 20 МБ.")

    @classmethod
    def of(cls, material: Material) -> dict[str, Any]:
        """What stands in the draft."""
        names = ("id", "side", "title", "text", "author", "url", "file_id")
        return {name: getattr(material, name) for name in names}

    @classmethod
    def of_new(cls, side: str) -> dict[str, Any]:
        """What a new one begins with."""
        known = side if side in dict(SIDES) else "about"
        return {"id": new_id(), "side": known}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        has_body = data.get("text") or data.get("url") or uploads.chosen(self, "file")
        if not has_body and not self.errors:
            self.add_error("text", _("Добавьте текст, ссылку или документ."))
        return data

    def material(self) -> actions.MaterialText:
        """The words for the action."""
        data = self.cleaned_data
        return actions.MaterialText(
            id=data["id"],
            side=data["side"],
            title=data["title"],
            text=data["text"],
            author=data["author"],
            url=data["url"],
            file_id=uploads.chosen(self, "file"),
        )
