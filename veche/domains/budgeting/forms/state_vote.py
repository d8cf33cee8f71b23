"""The file with the figures of a vote elsewhere: looked over first, then taken as it was read."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting.rules.state_vote import Flaw
from veche.kernel.web import fields

BYTES_MAX, SHOWN = 500_000, 30
# The words of a file as we sign them, at their longest.
KEPT_MAX = 2_000_000
SALT = "budgeting.state-vote"  # not shown: it tells our signatures apart


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
    kept = forms.CharField(required=False, max_length=KEPT_MAX, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only what was looked over already needs no file.
        self.fields["upload"].required = not self.initial.get("kept") and not self.data.get("kept")

    def clean(self) -> dict[str, Any]:
        """A new file stands before what was kept of one; adds `text`, `file_name`, `sha256`."""
        given = super().clean() or {}
        upload = given.get("upload")
        if upload is not None:
            if upload.size > BYTES_MAX:
                self.add_error("upload", _("Файл больше 500 КБ. Оставьте в нём только итоги."))
                return given
            data = upload.read()
            read = {
                "text": decoded(data),
                "file_name": upload.name[:200],
                "sha256": hashlib.sha256(data).hexdigest(),
            }
            return given | read | {"kept": signing.dumps(read, salt=SALT, compress=True)}
        if not given.get("kept"):
            # Without either the field of the file says what is lacking.
            return given
        try:
            kept: dict[str, Any] = signing.loads(given["kept"], salt=SALT)
        except signing.BadSignature:
            self.add_error("upload", _("Выберите файл ещё раз."))
            return given
        return given | kept


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
    }
    text = str(words[flaw.code]) % {"what": flaw.what}
    return (
        gettext("Ячейка %(cell)s: %(text)s") % {"cell": flaw.cell, "text": text}
        if (flaw.cell)
        else text
    )
