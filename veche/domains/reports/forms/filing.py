"""The steps of a new report."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.reports.actions.filing import PHOTOS_MAX
from veche.domains.reports.models import TEXT_MAX
from veche.domains.reports.queries.reading import PHOTO_FILES
from veche.kernel.errors import Invalid
from veche.kernel.text import plain_line
from veche.kernel.web.fields import Line, Text, Uploads

_TOO_MANY = _("Не больше %(max)s фотографий за раз.")


class Photos(Uploads):
    """Several photos."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(
            accept="image/jpeg,image/png,image/webp",
            most=PHOTOS_MAX,
            too_many=_TOO_MANY,
            **rest,
        )


def keep_photos(form: forms.Form, person: PersonRef, name: str = "photos") -> list[UUID]:
    """Keep the form's photos privately and give their ids; what is wrong is told in the form."""
    kept: list[UUID] = []
    for upload in form.cleaned_data.get(name) or []:
        try:
            stored = files.save_photo(upload, owner=person.id, purpose=PHOTO_FILES)
        except Invalid as problem:
            form.add_error(name, problem.words)
            return kept
        kept.append(stored.id)
    return kept


class PhotosForm(forms.Form):
    """A form with photos: what has come stays with us while the rest of it is mended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_photos: list[UUID] = []

    def keep(self, person: PersonRef) -> list[UUID]:
        """Ids of the photos that came with this form, now and before; once it was checked."""
        named = []
        for one in self.data.getlist("kept") if isinstance(self.data, QueryDict) else []:
            with suppress(ValueError):
                named.append(UUID(one))
        own = files.usable(person.known_id, named)
        before = [one for one in dict.fromkeys(named) if one in own]
        if len(before) + len(self.cleaned_data.get("photos") or []) > PHOTOS_MAX:
            self.add_error("photos", _TOO_MANY % {"max": PHOTOS_MAX})
        self.kept_photos = before + keep_photos(self, person)
        return self.kept_photos


class WhatForm(forms.Form):
    """What happened: a photo, some words."""

    photos = Photos(
        label=_("Фото"),
        required=False,
        help_text=_("Снимите так, чтобы было видно место. Лица и номера машин скроем сами."),
    )
    text = Text(
        label=_("Что случилось"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Например: у скамейки оторвана доска. Имён и телефонов не пишите."),
    )


class PlaceForm(forms.Form):
    """Where it is: an address of the town's list or a point of the map, and a landmark."""

    spot = forms.CharField(required=False, max_length=200)
    spot_id = forms.UUIDField(required=False)
    spot_choice = forms.UUIDField(required=False)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180)
    landmark = Line(
        label=_("Ориентир"),
        required=False,
        max_length=120,
        help_text=_("Например: у пруда, рядом с рынком"),
    )

    def clean_spot(self) -> str:
        return plain_line(self.cleaned_data["spot"])

    def address_id(self) -> UUID | None:
        """The address that was chosen from the list, if any."""
        data: dict[str, Any] = self.cleaned_data
        return data.get("spot_choice") or data.get("spot_id")

    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, if both were given."""
        data: dict[str, Any] = self.cleaned_data
        latitude, longitude = data.get("latitude"), data.get("longitude")
        return None if latitude is None or longitude is None else (latitude, longitude)


class SendForm(forms.Form):
    """Which draft is sent: the same draft sent twice is one report."""

    draft = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def draft_id(cls, data: QueryDict) -> UUID:
        """The draft's id; Invalid when the page did not say it."""
        form = cls(data)
        if not form.is_valid():
            raise Invalid(_("Страница устарела"), advice=_("Откройте её заново и отправьте."))
        found: UUID = form.cleaned_data["draft"]
        return found


class ClarifyForm(PhotosForm):
    """The author's answer to a question."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = Text(label=_("Ваш ответ"), max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": 4}))
    photos = Photos(label=_("Фото"), required=False)


class ContestForm(ClarifyForm):
    """Why a refusal is wrong."""

    text = Text(
        label=_("Почему не согласны"), max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": 4})
    )


class DisagreeForm(PhotosForm):
    """What is not done, with a photo."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = Text(
        label=_("Что не сделано"), max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": 4})
    )
    photos = Photos(label=_("Фото, как сейчас"), required=False)
