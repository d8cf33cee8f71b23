"""A whole report that a device has kept until it found a network."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from veche.commons.identity.public import PersonRef
from veche.domains.reports.actions.filing import Message
from veche.domains.reports.forms.filing import Photos, PlaceForm, keep_photos
from veche.domains.reports.forms.spot import choose_spot
from veche.domains.reports.models import TEXT_MAX
from veche.domains.reports.queries import kept
from veche.kernel.errors import Invalid
from veche.kernel.web.fields import Text


class LaterForm(forms.Form):
    """Its key, words, theme, photos; the place is read by `PlaceForm`."""

    key = forms.UUIDField()
    text = Text(max_length=TEXT_MAX)
    category = forms.CharField(max_length=40)
    is_advised = forms.BooleanField(required=False)
    photos = Photos(required=False)

    @classmethod
    def of(cls, request: HttpRequest) -> LaterForm:
        """The form of a request; Invalid when something is missing."""
        form = cls(request.POST, request.FILES)
        if not form.is_valid():
            words = " ".join(str(one) for errors in form.errors.values() for one in errors)
            raise Invalid(_("Сообщение не дописано"), advice=words)
        return form

    def fingerprint(self, request: HttpRequest) -> bytes:
        """What a repeat must be the same in: its words and its photos."""
        told = sorted((name, request.POST.getlist(name)) for name in request.POST)
        photos = []
        for one in self.cleaned_data["photos"]:
            photos.append(hashlib.sha256(one.read()).hexdigest())
            one.seek(0)
        return json.dumps([told, photos]).encode()

    def message(self, request: HttpRequest, person: PersonRef) -> Message:
        """The report, its photos kept; Invalid names what is wrong with place or photos.

        Photos come last: nobody's are drawn for a theme or a place that there is not.
        """
        kept.category(self.cleaned_data["category"])
        spot = choose_spot(PlaceForm(request.POST))
        if spot.point is None:
            raise Invalid(spot.error)
        photos = keep_photos(self, person)
        if self.errors:
            raise Invalid(" ".join(str(one) for one in self.errors["photos"]))
        given: dict[str, Any] = self.cleaned_data
        return Message(
            category=given["category"],
            text=given["text"],
            point=spot.point,
            photos=photos,
            is_advised=given["is_advised"],
        )
