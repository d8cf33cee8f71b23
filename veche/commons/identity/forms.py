"""What visitors write at the door and about themselves, checked."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from veche.commons.identity import wording
from veche.commons.identity.contacts import (
    LENGTH_MAX,
    BadContact,
    ContactAddress,
    parse_contact,
)
from veche.commons.identity.rules import documents
from veche.commons.identity.rules.persons import ROLES
from veche.commons.identity.rules.tokens import SCOPES
from veche.commons.identity.wording import DOCUMENT_ERRORS, document_titles
from veche.kernel.text import clean_line, plain_line
from veche.kernel.web.fields import Line

CONTACT_ERRORS = {
    "empty": _("Напишите номер мобильного телефона или адрес почты."),
    "long": _("Это слишком длинно для номера или адреса. Проверьте, что вставилось."),
    "phone": _("Номер не похож на российский. Нужно 11 цифр, например +7 900 123-45-67."),
    "foreign-phone": _("Коды уходят только на российские номера. Укажите адрес почты."),
    "email": _("Адрес почты не получается разобрать. Он выглядит так: имя@почта.рф."),
    "email-letters": _(
        "В имени перед знаком @ есть нелатинские буквы. Переключите раскладку и наберите заново."
    ),
}


HOME_WAYS = ("address", "point", "place")


class ContactForm(forms.Form):
    """One field that takes a phone or an e-mail."""

    contact = forms.CharField(
        label=_("Телефон или почта"),
        help_text=_("Пришлём код из шести цифр. Пароль не нужен."),
        max_length=2 * LENGTH_MAX,
        error_messages={
            "required": CONTACT_ERRORS["empty"],
            "max_length": CONTACT_ERRORS["long"],
        },
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "maxlength": False,
            }
        ),
    )

    def clean_contact(self) -> ContactAddress:
        try:
            return parse_contact(self.cleaned_data["contact"])
        except BadContact as error:
            raise forms.ValidationError(CONTACT_ERRORS[error.code], code=error.code) from None


class CodeForm(forms.Form):
    """Six digits, however they were pasted."""

    code = forms.CharField(
        max_length=40, error_messages={"max_length": _("Нужны шесть цифр из сообщения.")}
    )

    def clean_code(self) -> str:
        digits = "".join(sign for sign in plain_line(self.cleaned_data["code"]) if sign not in " -")
        if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(_("Нужны шесть цифр из сообщения."))
        return digits


class BirthDay(forms.DateField):
    """A day typed by hand: parted by dots, blanks, strokes or not at all."""

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            line = plain_line(value)
            digits = "".join(sign for sign in line if sign not in " .,/-")
            # A phone's keyboard of digits may have no dot.
            if len(digits) == 8 and digits.isascii() and digits.isdigit() and line[4:5] != "-":
                value = f"{digits[:2]}.{digits[2:4]}.{digits[4:]}"
        return super().to_python(value)


class BirthDateForm(forms.Form):
    """When somebody was born."""

    # Typed, not picked: a calendar that opens on today is sixty years away from a birthday.
    born = BirthDay(
        label=_("Дата рождения"),
        help_text=_("День, месяц и год цифрами, например 17.05.1980"),
        input_formats=["%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d"],
        error_messages={
            "required": _("Укажите день, месяц и год."),
            "invalid": _("Такого дня нет. Напишите дату так: 17.05.1980."),
        },
        widget=forms.DateInput(
            format="%d.%m.%Y",
            attrs={"inputmode": "numeric", "autocomplete": "bday", "maxlength": 40},
        ),
    )

    def born_on(self) -> date:
        """The day that was written; call on a valid form."""
        value: date = self.cleaned_data["born"]
        return value


class HomeForm(forms.Form):
    """An address of the list, or a point of the map, or a place by name: what the button says."""

    by = forms.ChoiceField(required=False, choices=[(way, way) for way in HOME_WAYS])
    home = forms.CharField(required=False, max_length=200)
    home_id = forms.UUIDField(required=False)
    home_choice = forms.UUIDField(required=False)
    place = forms.UUIDField(required=False)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180)

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


class PasskeyNameForm(forms.Form):
    """How the owner calls a key."""

    name = forms.CharField(
        label=_("Название"),
        help_text=_("Чтобы узнать ключ в списке: «Мой телефон»."),
        max_length=60,
        error_messages={"required": _("Назовите устройство.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TokenForm(forms.Form):
    """A new key for a program: whose, what for, until when."""

    name = Line(
        label=_("Что за программа"),
        help_text=_("Чтобы узнать ключ в списке: «Бот для дома»."),
        max_length=60,
        error_messages={"required": _("Назовите программу.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Что ей можно"),
        choices=[(scope, wording.SCOPE_TEXTS[scope]) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Отметьте хотя бы одно.")},
    )
    ends_on = forms.DateField(
        label=_("Последний день работы"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Выберите день.")},
    )
    key = forms.RegexField(regex=r"^[\w-]{16,40}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", secrets.token_urlsafe(18))
        self.fields["ends_on"].help_text = _("Не позже %(day)s. Потом создайте новый.") % {
            "day": date_format(latest, "j E Y")
        }


class RolesForm(ContactForm):
    """Who gets which roles, by which act, until when."""

    roles = forms.MultipleChoiceField(
        label=_("Роли"),
        help_text=_("Можно несколько: в небольшом городе один человек делает многое"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (role, format_lazy("{}: {}", wording.ROLE_TITLES[role], wording.ROLE_TEXTS[role]))
            for role in ROLES
        ],
    )
    act = Line(
        label=_("Каким документом дана"),
        help_text=_("Например, распоряжение от 12.01.2026 № 4-р"),
        max_length=300,
    )
    ends_on = forms.DateField(
        label=_("По какой день"),
        help_text=_("Пустое: пока не снимете"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact = self.fields["contact"]
        contact.help_text = _("По нему человек войдёт. Учётная запись появится, если её нет")
        contact.widget.attrs["autocomplete"] = "off"


class DocumentForm(forms.Form):
    """The document that a clerk holds."""

    kind = forms.ChoiceField(
        label=_("Документ"), choices=document_titles, initial=documents.PASSPORT
    )
    number = forms.CharField(
        label=_("Серия и номер"),
        help_text=_("Номер нигде не хранится: только отпечаток, по которому видно, что он тот же."),
        max_length=documents.LENGTH_MAX,
        error_messages={"required": _("Впишите серию и номер.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    previous = forms.CharField(
        label=_("Номер прежнего такого же документа"),
        help_text=_("Если документ меняли: у паспорта он стоит на странице 19."),
        required=False,
        max_length=documents.LENGTH_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        return clean_line(self.cleaned_data["number"])

    def clean_previous(self) -> str:
        return clean_line(self.cleaned_data["previous"])

    def clean(self) -> dict[str, Any]:
        """Each number as its kind of document has it, said together with all else."""
        data: dict[str, Any] = self.cleaned_data
        for name in ("number", "previous"):
            if not data.get(name):
                continue
            try:
                documents.canonical(data.get("kind", ""), data[name])
            except documents.BadDocument as error:
                self.add_error(name, str(DOCUMENT_ERRORS[error.code]))
        return data


class CheckInForm(DocumentForm, HomeForm, BirthDateForm):
    """What a clerk reads off a document; the home is chosen as on the resident's own page."""

    consent = forms.ChoiceField(
        label=_("Согласие на обработку данных"),
        choices=[
            (documents.SIGNED, _("Лист прочитан и подписан при мне, он у меня")),
            (documents.EARLIER, _("Человек согласился раньше: на сайте или на приёме")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Отметьте, подписан ли лист согласия.")},
    )
    consent_version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    code = forms.CharField(
        label=_("Код с экрана жителя"),
        help_text=_(
            "Если у человека есть вход по телефону или почте: «Я» → «Подтвердить личность»."
        ),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    is_correction = forms.BooleanField(
        label=_("В прошлый раз дату рождения записали с ошибкой, сейчас она верна"),
        required=False,
    )

    def __init__(self, *args: Any, asks_consent: bool, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["consent"].required = asks_consent
        # The browser would offer the clerk's own birthday.
        self.fields["born"].widget.attrs["autocomplete"] = "off"
