"""An appeal as its author fills it in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity.public import Addressee, PersonRef
from veche.domains.appeals.models import FILES_MAX, LINE_MAX, TEXT_MAX, Draft
from veche.domains.appeals.queries import wording
from veche.domains.appeals.rules import states
from veche.kernel.errors import Invalid
from veche.kernel.web.fields import Line, Text, Uploads

NAME_PART_MAX = 100


class Attachments(Uploads):
    """Photos and documents."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(
            label=_("Приложения"),
            required=False,
            accept="application/pdf,image/jpeg,image/png,image/webp",
            most=FILES_MAX,
            too_many=_("Не больше %(max)s файлов за раз."),
            **rest,
        )


def keep_files(
    form: forms.Form, person: PersonRef, purpose: str, name: str = "attachments"
) -> list[UUID]:
    """Keep the form's files privately and give their ids; what is wrong is told in the form."""
    kept: list[UUID] = []
    for upload in form.cleaned_data.get(name) or []:
        is_paper = (upload.name or "").lower().endswith(".pdf")
        save = files.save_document if is_paper else files.save_photo
        try:
            kept.append(save(upload, owner=person.id, purpose=purpose).id)
        except Invalid as problem:
            form.add_error(name, problem.words)
            return kept
    return kept


class AddressForm(forms.Form):
    """Who writes, and where to the answer goes."""

    surname = Line(label=_("Фамилия"), max_length=NAME_PART_MAX)
    name = Line(label=_("Имя"), max_length=NAME_PART_MAX)
    patronymic = Line(label=_("Отчество"), required=False, max_length=NAME_PART_MAX)
    address = Line(
        label=_("Куда прислать ответ"),
        max_length=LINE_MAX,
        help_text=_("Почтовый адрес с индексом или электронная почта"),
    )

    def clean_address(self) -> str:
        given: str = self.cleaned_data["address"]
        if "@" in given:
            try:
                validate_email(given)
            except ValidationError:
                raise ValidationError(_("Проверьте адрес почты: в нём ошибка.")) from None
        return given

    @property
    def addressee(self) -> Addressee:
        """What of it is right so far."""
        data: dict[str, Any] = self.cleaned_data
        return Addressee(
            surname=data.get("surname", ""),
            name=data.get("name", ""),
            patronymic=data.get("patronymic", ""),
            address=data.get("address", ""),
        )


class AppealForm(AddressForm):
    """The whole appeal on one page."""

    field_order: tuple[str, ...] = (
        "kind",
        "text",
        "attachments",
        "surname",
        "name",
        "patronymic",
        "address",
    )
    kind = forms.ChoiceField(label=_("Что вы подаёте"), widget=forms.RadioSelect)
    text = Text(
        label=_("Суть"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Что произошло, где и когда, чего вы просите"),
    )
    attachments = Attachments(help_text=_("Фото или PDF, до 20 МБ каждый"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [
            (one, f"{wording.KINDS[one]}: {wording.KIND_HINTS[one]}") for one in states.KINDS
        ]


class OwnAppealForm(AppealForm):
    """The same as its author sends it: what came on paper is registered whatever its address is."""

    def clean_address(self) -> str:
        given = super().clean_address()
        if "@" not in given and not any(one.isdigit() for one in given):
            raise ValidationError(
                _("Нужен полный адрес: индекс, город, улица, дом. Или электронная почта.")
            )
        return given


def draft_values(draft: Draft | None, addressee: Addressee | None) -> dict[str, Any]:
    """What a draft fills the form with."""
    found: dict[str, Any] = {}
    if draft is not None:
        found |= {"kind": draft.kind, "text": draft.text}
    if addressee is not None:
        found |= {
            "surname": addressee.surname,
            "name": addressee.name,
            "patronymic": addressee.patronymic,
            "address": addressee.address,
        }
    return found


class SendForm(forms.Form):
    """Which draft is sent: the same draft sent twice is one appeal."""

    draft = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def draft_id(cls, data: QueryDict) -> UUID:
        """The draft's id; Invalid when the page did not say it."""
        form = cls(data)
        if not form.is_valid():
            raise Invalid(_("Страница устарела"), advice=_("Откройте её заново и отправьте."))
        found: UUID = form.cleaned_data["draft"]
        return found
