"""Who serves which house, as officials write it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.places import public as places
from veche.domains.homes.actions.serving import Line as ServingLine
from veche.domains.homes.actions.serving import ProviderText
from veche.domains.homes.models import NAME_MAX, PHONE_MAX, SITE_MAX, TEXT_MAX, Upload
from veche.domains.homes.queries import fields, serving, wording
from veche.kernel.web.fields import Line, Phone


class ProviderForm(forms.Form):
    """An organisation that serves houses, and how to reach it."""

    name = Line(
        label=_("Название"), max_length=NAME_MAX, help_text=_("Как его знают жители: «Водоканал»")
    )
    phone = Phone(label=_("Телефон"), max_length=PHONE_MAX, required=False)
    emergency_phone = Phone(
        label=_("Аварийный телефон"),
        max_length=PHONE_MAX,
        required=False,
        help_text=_("По которому отвечают и ночью"),
    )
    address = Line(label=_("Адрес"), max_length=TEXT_MAX, required=False)
    hours = Line(label=_("Когда открыто"), max_length=TEXT_MAX, required=False)
    site = forms.URLField(
        label=_("Сайт"), max_length=SITE_MAX, required=False, assume_scheme="https"
    )

    @property
    def text(self) -> ProviderText:
        """The same for the action."""
        return ProviderText(**self.cleaned_data)


class ServingForm(forms.Form):
    """What a provider serves, where and from which day."""

    kind = forms.ChoiceField(label=_("Чем обслуживает"), choices=list(wording.KINDS.items()))
    where = Line(
        label=_("Где"),
        max_length=TEXT_MAX,
        required=False,
        help_text=_("Дом («Луговая, 54») или район («Западный»). Пусто: весь город"),
    )
    since_on = forms.DateField(
        label=_("С какого дня"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )
    source = Line(
        label=_("Откуда сведения"),
        max_length=TEXT_MAX,
        help_text=_("Жители это видят: «жилищный отдел, реестр на 1 ноября»"),
    )
    note = Line(
        label=_("Примечание"),
        max_length=TEXT_MAX,
        required=False,
        help_text=_("Например, номер участка или кабинета"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since_on", serving.today())

    def clean(self) -> dict[str, Any]:
        """The place that the words name."""
        data = super().clean() or {}
        where = data.get("where", "")
        data["address_id"] = data["place_id"] = None
        if where:
            found = places.named([where])[where]
            if found.address_id is None and found.place_id is None:
                self.add_error("where", _("Такого дома или района в списке города нет"))
            data["address_id"], data["place_id"] = found.address_id, found.place_id
        return data

    @property
    def line(self) -> ServingLine:
        """The same for the action."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "where"}
        return ServingLine(**given)


class TableForm(forms.Form):
    """A table of who serves or of outages."""

    kind = forms.ChoiceField(
        label=_("Что в таблице"),
        widget=forms.RadioSelect,
        choices=[
            (Upload.SERVINGS, _("Кто обслуживает дома")),
            (Upload.OUTAGES, _("Отключения и закрытия")),
        ],
    )
    file = forms.FileField(
        label=_("Файл XLSX или CSV"),
        help_text=_("До 10 МБ. Сначала покажем, что получится, и ничего не запишем"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


class ColumnsForm(forms.Form):
    """Which column is which field, and where the facts come from."""

    def __init__(self, table: Upload, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((str(n), title) for n, title in enumerate(table.header))]
        for one in fields.FIELDS[table.kind]:
            self.fields[one.name] = forms.ChoiceField(
                label=str(one.title), choices=choices, required=one.is_needed
            )
        if table.kind == Upload.SERVINGS:
            self.fields["from"] = Line(
                label=_("Откуда сведения, если в таблице не сказано"), max_length=TEXT_MAX
            )

    @property
    def mapping(self) -> dict[str, int]:
        """The column of each field that has one."""
        return {
            name: int(value)
            for name, value in self.cleaned_data.items()
            if name != "from" and value != ""
        }

    @property
    def source(self) -> str:
        """What stands where the table says nothing."""
        return str(self.cleaned_data.get("from", ""))


class FeedForm(forms.Form):
    """An address from which outages are fetched."""

    name = Line(
        label=_("Кто публикует"),
        max_length=NAME_MAX,
        help_text=_("«Водоканал»: так подпишем, если в ленте не сказано, кто отвечает"),
    )
    url = forms.CharField(
        label=_("Адрес ленты CSV"),
        max_length=500,
        help_text=_("https://… Спрашиваем каждые 15 минут, не больше 5 МБ"),
    )
    is_on = forms.BooleanField(label=_("Забирать отключения"), required=False, initial=True)
