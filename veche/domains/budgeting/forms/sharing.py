"""Forms of the residents' share: requisites, a statement, what a payment is for, gifts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting import rules
from veche.domains.budgeting.actions.sharing import Given
from veche.domains.budgeting.forms.fields import form_key, new_key
from veche.domains.budgeting.models import LINE_MAX
from veche.domains.budgeting.queries import cycles
from veche.domains.budgeting.rules import requisites
from veche.domains.budgeting.rules.statement import Flaw, Line, read
from veche.kernel.web import fields

BYTES_MAX = 5_000_000
SHOWN = 20
GIFTS = {rules.LABOUR: _("Труд"), rules.GOODS: _("Вещи и материалы")}
_FLAWS = {
    "digits": _("Здесь только цифры"),
    "length": _("Цифр не столько, сколько нужно"),
    "key": _("Контрольная цифра не сходится. Проверьте счёт и БИК."),
    "kbk": _("Для доли жителей нужен код доходов 1 17 15"),
}
_COLUMNS = {
    "on": _("дата"),
    "number": _("номер"),
    "sum": _("сумма"),
    "purpose": _("назначение"),
}


def _digits(label: Any, length: int, hint: Any = "") -> fields.Line:
    return fields.Line(label=label, max_length=length * 2, help_text=hint)


class RequisitesForm(forms.Form):
    """Where residents pay; spaces between digits do no harm."""

    name = fields.Line(
        label=_("Получатель"),
        max_length=160,
        help_text=_("Как в платёжках, с УФК"),
    )
    inn = _digits(_("ИНН"), 10)
    kpp = _digits(_("КПП"), 9)
    account = _digits(_("Казначейский счёт"), 20, _("20 цифр, обычно начинается с 03"))
    bank_name = fields.Line(label=_("Банк"), max_length=160)
    bic = _digits(_("БИК"), 9)
    bank_account = _digits(_("Единый казначейский счёт"), 20, _("20 цифр, начинается с 40102"))
    kbk = _digits(_("КБК"), 20, _("20 цифр, с четвёртой — 1 17 15"))
    oktmo = _digits(_("ОКТМО"), 11)

    def clean(self) -> dict[str, Any]:
        """Each field says itself what is wrong with it."""
        given = super().clean() or {}
        for name in set(requisites.LENGTHS) & set(given):
            given[name] = "".join(given[name].split())
        if not self.errors:
            for name, code in requisites.flaws(given).items():
                self.add_error(name, _FLAWS[code])
        return given


class StatementForm(forms.Form):
    """A statement as CSV: read whole, or told what is wrong with it line by line."""

    statement = forms.FileField(
        label=_("Выписка, CSV"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("Столбцы: дата, номер, сумма, назначение. Имён из назначения не сохраняем."),
    )

    def clean_statement(self) -> list[Line]:
        """Its lines."""
        upload = self.cleaned_data["statement"]
        if upload.size > BYTES_MAX:
            raise forms.ValidationError(_("Файл больше 5 МБ. Разделите его на части."))
        lines, flaws = read(upload.read())
        if flaws:
            raise forms.ValidationError([_said(one) for one in flaws[:SHOWN]])
        if not lines:
            raise forms.ValidationError(_("В файле нет ни одного платежа."))
        return lines


def _said(flaw: Flaw) -> str:
    if not flaw.column:
        return gettext("Файл не похож на выписку или в нём больше 20 000 строк.")
    if flaw.line == 1:
        return gettext("Нет столбца «%(column)s».") % {"column": _COLUMNS[flaw.column]}
    return gettext("Строка %(n)s, столбец «%(column)s»: не читается.") % {
        "n": flaw.line,
        "column": _COLUMNS[flaw.column],
    }


class GiftForm(forms.Form):
    """Labour or goods."""

    form_key = form_key()
    kind = forms.ChoiceField(label=_("Чем помогли"), widget=forms.RadioSelect, choices=GIFTS.items)
    text = fields.Line(
        label=_("Что именно"),
        max_length=LINE_MAX,
        help_text=_("Без имён. Например: двенадцать соседей красили забор два дня"),
    )
    amount_kopecks = fields.Roubles(label=_("Сколько это стоит, рублей"))
    on = fields.Day(label=_("Когда"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", new_key())
        self.initial.setdefault("on", cycles.today())

    def part(self) -> Given:
        """For the action."""
        return Given(**{k: v for k, v in self.cleaned_data.items() if k != "form_key"})


class SumForm(forms.Form):
    """How much somebody wants to give; nothing means they fill it in themselves."""

    sum = fields.Roubles(label=_("Сколько, рублей"), required=False)
