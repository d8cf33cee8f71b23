"""Bodies and what they answer for, as the administrator writes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.organisations import public as organisations
from veche.domains.reports.models import NAME_MAX
from veche.kernel.web.fields import Line

MOST_ORGANISATIONS = 200


class BodyForm(forms.Form):
    """A body that takes work."""

    name = Line(
        label=_("Название"),
        max_length=NAME_MAX,
        help_text=_("Так его увидят жители: «Управление городского хозяйства»"),
    )
    contact = Line(
        label=_("Как связаться"),
        max_length=NAME_MAX,
        required=False,
        help_text=_("Телефон или адрес для коллег и жителей"),
    )
    organisation = forms.UUIDField(
        label=_("Чьи люди исполняют"),
        required=False,
        help_text=_(
            "Проверенная организация: её сотрудники увидят работы в «Я». "
            "Без неё за исполнителя пишет координатор."
        ),
    )
    is_open = forms.BooleanField(label=_("Принимает работы"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = organisations.organisations(size=MOST_ORGANISATIONS).items
        choices = [("", "—"), *((str(one.id), one.name) for one in known)]
        self.fields["organisation"].widget = forms.Select(choices=choices)


class CategoriesForm(forms.Form):
    """For what a body answers in one place."""

    place = forms.UUIDField(required=False, widget=forms.HiddenInput)
    categories = forms.MultipleChoiceField(required=False)

    def __init__(self, codes: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["categories"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, code) for code in codes]
