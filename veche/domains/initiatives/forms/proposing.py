"""The steps of a new proposal."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.initiatives.actions.drafting import Matter, Means, Plan
from veche.domains.initiatives.actions.picturing import PHOTOS_MAX
from veche.domains.initiatives.models import SPOT_MAX, TEXT_MAX, TITLE_MAX, Proposal
from veche.domains.initiatives.queries import terms
from veche.kernel.web.fields import Day, Line, Roubles, Text, Uploads


def _words(label: Any, hint: Any, *, required: bool = False, rows: int = 5) -> Text:
    return Text(
        label=label,
        help_text=hint,
        required=required,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class MatterForm(forms.Form):
    """What is wrong, and where."""

    form_key = forms.RegexField(regex=r"^[A-Za-z0-9_-]{16,40}$", widget=forms.HiddenInput)
    title = Line(
        label=_("Что предлагаете"),
        max_length=TITLE_MAX,
        help_text=_("Одной строкой. Например: поставить скамейки у школы № 3"),
    )
    problem = _words(
        _("В чём проблема"),
        _("Кому и чем мешает сейчас. Имён и телефонов не пишите."),
        required=True,
    )
    place = forms.ChoiceField(label=_("Где"), required=False)
    spot = Line(
        label=_("Точнее"),
        required=False,
        max_length=SPOT_MAX,
        help_text=_("Например: двор между домами 4 и 6 по Луговой"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", secrets.token_urlsafe(18))
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Весь город")),
            *((str(one.id), one.name) for one in terms.territories()),
        ]

    @classmethod
    def values(cls, row: Proposal) -> dict[str, Any]:
        """What a draft holds already."""
        return {
            "title": row.title,
            "problem": row.problem,
            "place": str(row.place_id or ""),
            "spot": row.spot,
        }

    def part(self) -> Matter:
        """For the action."""
        given = self.cleaned_data
        place = given["place"]
        return Matter(
            title=given["title"],
            problem=given["problem"],
            place_id=UUID(place) if place else None,
            spot=given["spot"],
        )


class PlanForm(forms.Form):
    """Why so, and what comes of it."""

    grounds = _words(
        _("Почему именно так"), _("Что уже пробовали, на что опираетесь: опрос соседей, замеры")
    )
    result = _words(_("Что получится"), _("Как станет и скольким людям от этого лучше"))

    @classmethod
    def values(cls, row: Proposal) -> dict[str, Any]:
        """What a draft holds already."""
        return {"grounds": row.grounds, "result": row.result}

    def part(self) -> Plan:
        """For the action."""
        return Plan(**self.cleaned_data)


class MeansForm(forms.Form):
    """What it costs, when, and what people give themselves."""

    cost_kopecks = Roubles(
        label=_("Сколько стоит, рублей"),
        required=False,
        help_text=_("Примерно. Точную смету сделает город."),
    )
    cost_note = _words(
        _("Из чего сложилось"), _("Например: 4 скамейки по 18 000, доставка"), rows=3
    )
    starts_on = Day(label=_("Когда начать"), required=False)
    ends_on = Day(label=_("Когда закончить"), required=False)
    budget_kopecks = Roubles(
        label=_("Сколько просите у города, рублей"),
        required=False,
        help_text=_("Остальное дадут жители, фирмы, гранты. Можно 0."),
    )
    own_kopecks = Roubles(label=_("Сколько соберёте сами, рублей"), required=False)
    own_property = Line(label=_("Чем поможете: вещи, техника"), required=False, max_length=500)
    own_labour = Line(
        label=_("Чем поможете: руки"),
        required=False,
        max_length=500,
        help_text=_("Например: десять человек на субботник"),
    )

    @classmethod
    def values(cls, row: Proposal) -> dict[str, Any]:
        """What a draft holds already."""
        return {name: getattr(row, name) for name in cls.base_fields}

    def part(self) -> Means:
        """For the action."""
        return Means(**self.cleaned_data)


class RetireForm(forms.Form):
    """For which proposal one's own is given up: one of the likest, or any by its address."""

    favour = forms.ChoiceField(
        label=_("Какому предложению уступить"), widget=forms.RadioSelect, required=False
    )
    link = Line(
        label=_("Или ссылка на другое"),
        required=False,
        max_length=300,
        help_text=_("Скопируйте адрес страницы предложения."),
    )

    def __init__(self, *args: Any, alike: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["favour"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.slug, one.title) for one in alike]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("favour") and data.get("link"):
            self.add_error("link", _("Выберите одно: предложение из списка или ссылку."))
        return data

    def chosen(self) -> str:
        """The address's last part of what was chosen or pasted."""
        link = str(self.cleaned_data.get("link") or "").split("?")[0].rstrip("/")
        return link.rpartition("/")[2] or str(self.cleaned_data.get("favour") or "")


class PhotosForm(forms.Form):
    """Some photos of the place."""

    photos = Uploads(
        label=_("Фото"),
        help_text=_("Лица и номера закроем, фото посмотрит человек."),
        accept="image/jpeg,image/png,image/webp",
        most=PHOTOS_MAX,
        too_many=_("Не больше %(max)s фото."),
        error_messages={"required": _("Выберите хотя бы одно фото.")},
    )
