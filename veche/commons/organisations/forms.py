"""What applicants, clerks, administrators and authors write, checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.organisations import rules, wording
from veche.commons.places import public as places
from veche.kernel.web.fields import Line, Text

_INN_LENGTH: Any = wording.NUMBERS["inn"]["length"]
_OGRN_LENGTH: Any = wording.NUMBERS["ogrn"]["length"]
DAY_FORMS = ["%Y-%m-%d", "%d.%m.%Y"]


def _day(label: Any, **given: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=DAY_FORMS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **given,
    )


def _reason(help_text: Any) -> Text:
    return Text(
        label=_("Почему"),
        help_text=help_text,
        max_length=rules.REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Напишите причину: её прочитают.")},
    )


def _from_day(help_text: Any) -> forms.DateField:
    return _day(_("С какого дня"), help_text=help_text, required=False)


_ASKED_FROM = _("Если вас назначат позже. Пустое: сразу, как проверит оператор")


class JoinForm(forms.Form):
    """Who the applicant is there, and what they need."""

    post = Line(
        label=_("Кто вы там"),
        help_text=_("Должность или роль: директор, бухгалтер, член правления"),
        max_length=rules.POST_MAX,
        error_messages={"required": _("Напишите, кто вы в организации.")},
    )
    right = forms.ChoiceField(
        label=_("Что вам нужно"),
        choices=[(rules.ACTS, wording.WANTED[rules.ACTS])]
        + [(rules.MEMBER, wording.WANTED[rules.MEMBER])],
        widget=forms.RadioSelect,
        initial=rules.ACTS,
    )
    starts_on = _from_day(_ASKED_FROM)


class OrganisationForm(forms.Form):
    """An organisation the town does not know yet."""

    kind = forms.ChoiceField(
        label=_("Что это"),
        choices=list(wording.KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Выберите вид организации.")},
    )
    name = Line(
        label=_("Название"),
        help_text=_("Так, как его увидят жители: «Школа № 3», ООО «Берег», ТОС «Заречный»"),
        max_length=rules.NAME_MAX,
        error_messages={"required": _("Напишите название.")},
    )
    inn = Line(
        label=_("ИНН"),
        help_text=_(
            "10 цифр, у предпринимателя 12. Последние цифры проверочные: опечатку увидим сразу. "
            "У ТОС без регистрации оставьте пустым."
        ),
        max_length=rules.NUMBER_TYPED_MAX,
        error_messages={"required": _INN_LENGTH},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    ogrn = Line(
        label=_("ОГРН"),
        help_text=_("13 цифр, у предпринимателя ОГРНИП из 15. Стоит в выписке рядом с ИНН."),
        max_length=rules.NUMBER_TYPED_MAX,
        error_messages={"required": _OGRN_LENGTH},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    address = Line(
        label=_("Адрес"),
        help_text=_("Куда приходят люди. Предприниматель свой домашний адрес не пишет."),
        max_length=rules.ADDRESS_MAX,
        required=False,
    )
    post = Line(
        label=_("Кто вы там"),
        help_text=_("Должность или роль: директор, председатель"),
        max_length=rules.POST_MAX,
        error_messages={"required": _("Напишите, кто вы в организации.")},
    )
    starts_on = _from_day(_ASKED_FROM)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("kind") == rules.TOS:
            for name in ("inn", "ogrn"):
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Both numbers, each wrong one told beside its field in plain words."""
        data: dict[str, Any] = self.cleaned_data
        if data.get("kind") == rules.TOS and not data.get("inn") and not data.get("ogrn"):
            return data
        for name, check in (("inn", rules.inn), ("ogrn", rules.ogrn)):
            if name not in data:
                continue
            try:
                data[name] = check(data[name])
            except rules.BadNumber as problem:
                self.add_error(name, str(wording.NUMBERS[name][problem.code]))
        if not self.errors:
            self._check_together(data)
        return data

    def _check_together(self, data: dict[str, Any]) -> None:
        is_of_person = rules.is_entrepreneur(data["inn"])
        try:
            rules.require_pair(data["inn"], data["ogrn"])
        except rules.BadNumber as problem:
            self.add_error("inn", str(wording.NUMBERS["inn"][problem.code]))
        if is_of_person and data.get("address"):
            self.add_error(
                "address", _("Адрес предпринимателя — это его дом. Сотрите его, он не нужен.")
            )


class AdmitForm(forms.Form):
    """What a clerk saw, and what comes of it."""

    number = Line(
        label=_("Номер заявки"),
        help_text=_("Человек называет его со своего экрана: восемь цифр"),
        max_length=rules.NUMBER_TYPED_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    paper = forms.ChoiceField(
        label=_("Какой документ вы видели"),
        help_text=_("Копию не снимайте и номер не записывайте"),
        choices=list(wording.PAPERS.items()),
        widget=forms.RadioSelect,
    )
    paper_on = _day(_("Дата документа"))
    right = forms.ChoiceField(
        label=_("Что разрешить"),
        choices=list(wording.WANTED.items()),
        widget=forms.RadioSelect,
    )
    starts_on = _from_day(_("Как в документе. Пустое: с сегодняшнего"))
    until = _day(
        _("По какой день"), help_text=_("Как в документе. Пустое: бессрочно"), required=False
    )


class FirstAdmitForm(AdmitForm):
    """The same for an organisation the town does not know yet."""

    name = Line(
        label=_("Название"),
        help_text=_("Исправьте, если в документе написано иначе"),
        max_length=rules.NAME_MAX,
    )
    place = forms.ChoiceField(
        label=_("Территория"),
        help_text=_("Если организация работает для одного района или села: сможет писать туда"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_places(self.fields["place"], _("Не указывать"))


def _offer_places(field: Any, nothing: Any) -> None:
    field.choices = [("", nothing), *((str(one.id), one.name) for one in places.places())]


class RefuseForm(forms.Form):
    """Why a request is refused."""

    reason = _reason(_("Прочитает тот, кто подавал заявку: чего не хватило и что принести."))


class CloseForm(forms.Form):
    """Why an organisation is closed."""

    reason = _reason(_("Прочитают участники."))


class PublicReasonForm(forms.Form):
    """Why a mandate ends, or words are taken down."""

    reason = _reason(_("Причину увидят все."))


class MandateForm(forms.Form):
    """What an act says of an elder, a chair, a senior of a house."""

    office = forms.ChoiceField(
        label=_("Кто это"),
        choices=list(wording.OFFICES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Выберите, кого назначили.")},
    )
    contact = Line(
        label=_("Телефон или почта"),
        help_text=_("По нему человек войдёт. Учётная запись появится, если её нет"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = forms.ChoiceField(
        label=_("Территория"),
        help_text=_("Для старосты, ТОС и депутата"),
        required=False,
    )
    house = Line(
        label=_("Дом"),
        help_text=_("Для старшего по дому: как в списке адресов, «Луговая улица, 54»"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    shown_name = Line(
        label=_("Имя для жителей"),
        help_text=_("Депутата всегда; других, если имя есть в акте или они согласны"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    starts_on = _day(_("С какого дня"))
    ends_on = _day(_("По какой день"), help_text=_("Потом полномочия кончатся сами"))
    act_title = Line(
        label=_("Акт"), help_text=_("Например, решение Совета депутатов"), max_length=200
    )
    act_number = Line(label=_("Номер акта"), max_length=60)
    act_on = _day(_("Дата акта"))
    act_url = forms.URLField(
        label=_("Ссылка на текст акта"), max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_places(self.fields["place"], _("Не выбрана"))

    def clean(self) -> dict[str, Any]:
        """The house as the list of addresses has it."""
        data: dict[str, Any] = self.cleaned_data
        if data.get("office") == rules.HOUSE_SENIOR:
            self._find_house(data)
        return data

    def _find_house(self, data: dict[str, Any]) -> None:
        typed = data.get("house", "")
        found = places.addresses(typed, 5) if typed else []
        same = [one for one in found if one.text.casefold() == typed.casefold()]
        if same or len(found) == 1:
            data["address_id"] = (same or found)[0].id
            return
        if not found:
            self.add_error("house", _("Такого дома нет в списке адресов."))
            return
        offered = "; ".join(one.text for one in found)
        self.add_error("house", _("Уточните дом: %(houses)s.") % {"houses": offered})


class AnnouncementForm(forms.Form):
    """Words to a territory."""

    title = Line(
        label=_("О чём"),
        max_length=rules.TITLE_MAX,
        error_messages={"required": _("Напишите, о чём объявление.")},
    )
    text = Text(
        label=_("Текст"),
        help_text=_("Простыми словами: что, где, когда. Имён и телефонов жителей не пишите."),
        max_length=rules.TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Напишите текст.")},
    )
