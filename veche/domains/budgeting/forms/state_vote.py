"""The file with the figures of a vote elsewhere: looked over first, then taken as it was read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting.rules.state_vote import Flaw
from veche.kernel.web import fields

BYTES_MAX, SHOWN = 500_000, 30


class StateVoteForm(forms.Form):
    """A new file, or the words of the one that was looked over."""

    source = fields.Line(
        label=_("Откуда цифры"),
        max_length=300,
        help_text=_("Это прочтут все. Например: выгрузка zagorodsreda.gosuslugi.ru от 13 июня"),
    )
    upload = forms.FileField(
        label=_("Файл, CSV"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("Столбцы: номер или код объекта и сколько голосов. Каждый объект — один раз."),
    )
    text = forms.CharField(
        required=False, strip=False, max_length=BYTES_MAX, widget=forms.HiddenInput
    )
    file_name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only what was looked over already needs no file.
        self.fields["upload"].required = not self.initial.get("text") and not self.data.get("text")

    def clean(self) -> dict[str, Any]:
        """A new file stands before the words that were kept of an earlier one."""
        given = super().clean() or {}
        upload = given.get("upload")
        if upload is not None:
            if upload.size > BYTES_MAX:
                self.add_error("upload", _("Файл больше 500 КБ. Оставьте в нём только итоги."))
                return given
            given["text"], given["file_name"] = decoded(upload.read()), upload.name[:200]
        return given


def decoded(data: bytes) -> str:
    """The words of a file in the two codes in which spreadsheets save; lines end alike."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def said(flaw: Flaw) -> str:
    """What is wrong with a cell, in words."""
    words = {
        "unreadable": _("Файл не похож на таблицу итогов, или в нём больше 2000 строк."),
        "no-column": _("Нет столбца «Голосов».")
        if flaw.what == "votes"
        else _("Нет столбца «Номер» или «Код»."),
        "votes": _("«%(what)s» — не число голосов."),
        "unknown": _("Объекта «%(what)s» в бюллетене нет."),
        "twice": _("Объект № %(what)s уже был выше."),
        "differ": _("Код и номер «%(what)s» — разные объекты."),
        "missing": _("Нет объекта № %(what)s."),
        "too-many": _("Голосов больше трёх миллионов: проверьте файл."),
    }
    text = str(words[flaw.code]) % {"what": flaw.what}
    return (
        gettext("Ячейка %(cell)s: %(text)s") % {"cell": flaw.cell, "text": text}
        if (flaw.cell)
        else text
    )
