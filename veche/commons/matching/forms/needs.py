"""What is filled in by who looks for helpers: an official in the town's name, or an owner above."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.matching.actions import NewNeed
from veche.commons.matching.fields import House, Owner
from veche.commons.matching.forms import day_field, hands_field, words_field
from veche.commons.matching.queries import solvers
from veche.commons.matching.rules import states
from veche.kernel.web.fields import Line


class SeekForm(forms.Form):
    """What kind of work, where, how many hands, until when; an official says whose the place is.

    What a resident asks for on the town's word alone is answered for by the town's officials.
    """

    work_kind = forms.ChoiceField(
        label=_("Какое это дело"), help_text=_("По нему находят тех, кто умеет.")
    )
    address = House(label=_("Где"), help_text=_("Улица и ближайший дом"))
    owner = Owner()
    hands = hands_field(_("Сколько рук нужно"))
    ends_on = day_field(_("До какого дня"), required=False)
    is_town_duty = forms.TypedChoiceField(
        label=_("Город обязан сделать это по закону?"),
        choices=[("no", _("Нет, это помощь по желанию")), ("yes", _("Да, это обязанность города"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_(
            "Дороги, свет, вывоз мусора, опасные деревья: такое на людей не перекладывают."
        ),
        error_messages={"required": _("Ответьте: от этого зависит, можно ли звать людей.")},
    )

    def __init__(self, *args: Any, names_owner: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(one.code, one.title) for one in solvers.work_kinds()]
        self.fields["work_kind"].choices = chosen  # type: ignore[attr-defined]
        if not names_owner:
            del self.fields["owner"]

    def need(self, **known: Any) -> NewNeed:
        """What the action takes; `known` is what the caller knows without asking."""
        data = self.cleaned_data
        house, owner = data["address"], data.get("owner")
        return NewNeed(
            work_kind=data["work_kind"],
            latitude=house.latitude,
            longitude=house.longitude,
            place_id=house.place_id,
            address=house.text,
            hands=data["hands"],
            ends_on=data["ends_on"],
            is_town_duty=data["is_town_duty"],
            owner_name=owner.name if owner else "",
            owner_organisation_id=owner.id if owner else None,
            is_owner_named=owner is not None,
            **known,
        )


class NeedForm(SeekForm):
    """A need in the town's name."""

    title = Line(
        label=_("Что сделать"),
        max_length=states.TITLE_MAX,
        error_messages={"required": _("Напишите, что сделать.")},
    )
    text = words_field(_("Подробнее"), states.WORDS_MAX, 4, required=False)
    starts_on = day_field(_("С какого дня"))
    field_order = (
        *("title", "text", "work_kind", "address", "owner"),
        *("starts_on", "ends_on", "hands", "is_town_duty"),
    )

    def clean(self) -> dict[str, Any]:
        """The order of the days."""
        data: dict[str, Any] = self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Этот день раньше первого."))
        return data

    @property
    def given(self) -> NewNeed:
        """What the action takes."""
        data = self.cleaned_data
        return self.need(title=data["title"], text=data["text"], starts_on=data["starts_on"])
