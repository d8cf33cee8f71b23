"""What is asked of who chooses."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django import forms

from veche.commons.notifications.rules import RADII_M, RHYTHMS
from veche.kernel.text import plain_line

WAYS = ("address", "point", "place")
HOURS = [(str(hour), f"{hour:02}:00") for hour in range(24)]


class AreaForm(forms.Form):
    """An address of the list, or a point of the map, or a district: what the button says."""

    by = forms.ChoiceField(required=False, choices=[(way, way) for way in WAYS])
    home = forms.CharField(required=False, max_length=200)
    home_id = forms.UUIDField(required=False)
    home_choice = forms.UUIDField(required=False)
    place = forms.UUIDField(required=False)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180)
    radius = forms.TypedChoiceField(coerce=int, choices=[(str(one), str(one)) for one in RADII_M])
    key = forms.RegexField(regex=r"^[\w-]{16,40}$")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", secrets.token_urlsafe(18))
        self.initial.setdefault("radius", "500")

    def clean_home(self) -> str:
        return plain_line(self.cleaned_data["home"])

    def address_id(self) -> UUID | None:
        """The address that was chosen from the list, if any."""
        data: dict[str, Any] = self.cleaned_data
        return data.get("home_choice") or data.get("home_id")

    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, if both were given."""
        data: dict[str, Any] = self.cleaned_data
        latitude, longitude = data.get("latitude"), data.get("longitude")
        return None if latitude is None or longitude is None else (latitude, longitude)


class PointForm(forms.Form):
    """The place from whose page somebody came."""

    latitude = forms.FloatField(min_value=-90, max_value=90)
    longitude = forms.FloatField(min_value=-180, max_value=180)


class ChannelsForm(forms.Form):
    """The rhythm of letters and quiet hours; the marks of kinds and channels come beside it."""

    email = forms.ChoiceField(choices=[(one, one) for one in RHYTHMS])
    quiet_from = forms.TypedChoiceField(coerce=int, choices=HOURS)
    quiet_to = forms.TypedChoiceField(coerce=int, choices=HOURS)
