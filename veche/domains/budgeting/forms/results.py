"""What officials enter once the ballots are counted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import rules
from veche.domains.budgeting.actions.building import Signed
from veche.domains.budgeting.actions.working import PHOTOS_MAX, Step, Told
from veche.domains.budgeting.forms.fields import form_key, new_key
from veche.domains.budgeting.models import NAME_MAX, REASON_MAX, Project
from veche.domains.budgeting.queries import cycles, wording
from veche.domains.budgeting.queries.works import NOTE_FILES
from veche.kernel.errors import Invalid
from veche.kernel.web import fields


class SignedForm(forms.Form):
    """The protocol, the act that approves the list, the last day of the works."""

    number = fields.Line(label=_("Номер протокола"), max_length=60)
    signed_on = fields.Day(label=_("Дата протокола"))
    signatory_post = fields.Line(label=_("Должность того, кто подписал"), max_length=NAME_MAX)
    signatory_name = fields.Line(label=_("Фамилия и инициалы"), max_length=NAME_MAX)
    list_number = fields.Line(
        label=_("Номер акта с адресным перечнем"),
        max_length=60,
        help_text=_("Постановление, которым утверждён перечень."),
    )
    list_on = fields.Day(label=_("Дата акта"))
    works_by = fields.Day(
        label=_("До какого дня всё построят"),
        help_text=_("Этот день станет сроком каждого обещания."),
    )

    def part(self) -> Signed:
        """For the action."""
        return Signed(**self.cleaned_data)


class OverrideForm(forms.Form):
    """A departure from the count."""

    after = forms.ChoiceField(label=_("Что изменить"), widget=forms.RadioSelect)
    reason = fields.Text(
        label=_("Почему"),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Причина навсегда встанет рядом с итогом, её прочитают все."),
    )

    def __init__(self, *args: Any, row: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["after"]
        assert isinstance(field, forms.ChoiceField)
        states = (rules.WON, rules.RESERVE, rules.LOST)
        field.choices = [(one, wording.STATES[one]) for one in states if one != row.state]


def photos_field() -> fields.Uploads:
    """Photos of the works; what is inside is checked by files when they are saved."""
    return fields.Uploads(
        label=_("Фото"),
        required=False,
        accept="image/jpeg,image/png,image/webp",
        most=PHOTOS_MAX,
        too_many=_("Не больше %(max)s фотографий за раз."),
        help_text=_("До шести. Их сразу увидят все: без лиц и номеров машин."),
    )


class PhotosForm(forms.Form):
    """A form with photos of the works."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: list[UUID] = []

    def keep_photos(self, person: PersonRef) -> bool:
        """Draw them anew before the act and its locks; what is wrong is told in the form."""
        for upload in self.cleaned_data.get("photos") or []:
            try:
                made = files.save_photo(upload, owner=person.id, purpose=NOTE_FILES)
            except Invalid as problem:
                self.add_error("photos", problem.words)
                return False
            self.kept.append(made.id)
        return True


class StepForm(PhotosForm):
    """The next step of the works; only what belongs to it is asked."""

    contract_number = fields.Line(label=_("Номер контракта"), max_length=60)
    contractor = fields.Line(label=_("Подрядчик"), max_length=NAME_MAX)
    contract_kopecks = fields.Roubles(label=_("Сумма контракта, рублей"))
    accepted_by = fields.Line(
        label=_("Кто принял"),
        max_length=NAME_MAX,
        help_text=_("Например: комиссия управления и трое жителей"),
    )
    accepted_on = fields.Day(label=_("Когда приняли"))
    guarantee_until = fields.Day(label=_("Гарантия до"), required=False)
    on = fields.Day(label=_("Когда"))
    note = fields.Line(
        label=_("Что сказать людям"),
        required=False,
        max_length=300,
        help_text=_("Одной фразой: появится в ходе работ."),
    )
    photos = photos_field()
    _OF = {
        rules.DESIGN: ("on",),
        rules.CONTRACT: ("contract_number", "contractor", "contract_kopecks", "on"),
        rules.WORKS: ("on",),
        rules.ACCEPTED: ("accepted_by", "accepted_on", "guarantee_until"),
    }

    def __init__(self, *args: Any, to: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {*self._OF.get(to, ()), "note", "photos"}
        for name in set(self.fields) - wanted:
            del self.fields[name]
        for name in {"on", "accepted_on"} & set(self.fields):
            self.initial.setdefault(name, cycles.today())

    def part(self) -> Step:
        """For the action, once the photos are kept."""
        return Step(**{**self.cleaned_data, "photos": self.kept})


class ToldForm(PhotosForm):
    """A line of the log within a step."""

    form_key = form_key()
    on = fields.Day(label=_("Когда"))
    text = fields.Line(
        label=_("Что сделано"),
        max_length=300,
        help_text=_("Одной фразой. Например: уложили плитку на первой аллее"),
    )
    paid_kopecks = fields.Roubles(
        label=_("Всего оплачено по контракту, рублей"),
        required=False,
        help_text=_("С начала работ. Оставьте пустым, если ничего не изменилось."),
    )
    photos = photos_field()

    def __init__(self, *args: Any, has_contract: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", new_key())
        self.initial.setdefault("on", cycles.today())
        if not has_contract:
            del self.fields["paid_kopecks"]

    def part(self) -> Told:
        """For the action, once the photos are kept."""
        given = {k: v for k, v in self.cleaned_data.items() if k != "form_key"}
        return Told(**{**given, "photos": self.kept})
