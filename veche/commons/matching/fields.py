"""Fields of forms: some photos at once, a house, whose the place is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.matching.rules import states
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.kernel.errors import Invalid
from veche.kernel.web.fields import Line

PHOTO_TYPES = "image/jpeg,image/png,image/webp"
ADDRESS_MAX, NAME_MAX = 200, 200
# As many as an answer of one line may name.
OFFERED = 6


class SeveralFiles(forms.FileInput):
    """A control that takes some files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class Photos(forms.FileField):
    """Some photos at once; what is inside is checked by files when they are saved."""

    widget = SeveralFiles(attrs={"accept": PHOTO_TYPES, "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        given = data if isinstance(data, list) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(_("Нужно хотя бы одно фото."))
        if len(given) > states.PHOTOS_MAX:
            raise forms.ValidationError(_("Не больше пяти фото."))
        return [super(Photos, self).clean(one, initial) for one in given]


class House(Line):
    """A house of the list of addresses, by street and number; cleaned, an address."""

    def __init__(self, **rest: Any) -> None:
        missing = {"required": _("Напишите адрес.")}
        super().__init__(max_length=ADDRESS_MAX, error_messages=missing, **rest)

    def clean(self, value: Any) -> places.Address:
        try:
            return house_named(super().clean(value))
        except Invalid as problem:
            raise forms.ValidationError(str(problem.fields["address"])) from None


class Owner(Line):
    """A checked organisation by name or number; cleaned, the organisation, None for the town."""

    def __init__(self, **rest: Any) -> None:
        given = {
            "label": _("Чьё это место"),
            "help_text": _("Название или ИНН: УК, школа, ТОС. Пусто, если место города."),
            "required": False,
            **rest,
        }
        super().__init__(max_length=NAME_MAX, **given)

    def clean(self, value: Any) -> organisations.Organisation | None:
        typed = super().clean(value)
        try:
            return owner_named(typed) if typed else None
        except Invalid as problem:
            raise forms.ValidationError(str(problem.fields["owner"])) from None


def house_named(typed: str) -> places.Address:
    """The house as the list of addresses has it; Invalid where it is none or not clear."""
    found = places.houses_named(typed)
    if len(found) == 1:
        return found[0]
    if found:
        offered = "; ".join(one.text for one in found)
        words = gettext("Уточните дом: %(houses)s.") % {"houses": offered}
    else:
        words = gettext("Такого дома нет в списке. Напишите улицу и номер.")
    raise Invalid(words, fields={"address": words})


def owner_named(typed: str) -> organisations.Organisation:
    """The organisation of that name; Invalid where there is none or it is not clear."""
    found = organisations.organisations(words=typed, size=OFFERED).items
    named = [one for one in found if one.name.casefold() == typed.casefold()]
    if len(named) == 1 or len(found) == 1:
        return (named or found)[0]
    if found:
        offered = "; ".join(one.name for one in found)
        words = gettext("Уточните, какая: %(names)s.") % {"names": offered}
    else:
        words = gettext("Такой проверенной организации нет. Напишите короче.")
    raise Invalid(words, fields={"owner": words})
