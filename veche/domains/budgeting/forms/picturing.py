"""Photos of the place of a project."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting.actions.picturing import PHOTOS_MAX
from veche.kernel.web.fields import Uploads


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
