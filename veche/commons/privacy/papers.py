"""The act of destruction and the sheet of consent as papers of the town's own template."""

from __future__ import annotations

from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.documents import public as documents
from veche.commons.documents.public import Field, Kind, Paper
from veche.commons.pages.public import Words
from veche.commons.privacy import wording
from veche.commons.privacy.queries import Act
from veche.commons.towns import public as towns
from veche.kernel import clock

_SIGNATORY = (gettext_lazy("Ответственный за персональные данные"), "")
DESTRUCTION_ACT = Kind(
    code="destruction-act",
    title=gettext_lazy("Акт об уничтожении персональных данных"),
    shipped_file=Path(__file__).parent / "data" / "destruction_act.md",
    fields=tuple(
        Field(name, says, (documents.text(f"[{name}]"),))
        for name, says in (
            ("number", gettext_lazy("номер акта")),
            ("date", gettext_lazy("дата уничтожения")),
            ("operator", gettext_lazy("кто хранит данные")),
            ("what", gettext_lazy("что уничтожено")),
            ("records", gettext_lazy("сколько записей")),
            ("ground", gettext_lazy("основание")),
            ("means", gettext_lazy("способ")),
            ("signature", gettext_lazy("должность и подпись")),
        )
    ),
)


CONSENT_SHEET = Kind(
    code="consent-sheet",
    title=gettext_lazy("Лист согласия на обработку персональных данных"),
    shipped_file=Path(__file__).parent / "data" / "consent_sheet.md",
    fields=tuple(
        Field(name, says, (documents.text(f"[{name}]"),))
        for name, says in (
            ("operator", gettext_lazy("кто хранит данные")),
            ("text", gettext_lazy("текст согласия со страницы города")),
            ("version", gettext_lazy("версия текста")),
            ("date", gettext_lazy("дата")),
        )
    ),
)


def consent_sheet(words: Words) -> Paper:
    """What a person reads and signs at the counter: the town's words as they stand now."""
    values: documents.Values = {
        "operator": towns.current().name,
        "text": documents.read(words.text),
        "version": str(words.version),
        "date": date_format(clock.today(towns.current().time_zone), "d.m.Y"),
    }
    return documents.make(CONSENT_SHEET.code, values, _("Лист согласия"))


def destruction_act(act: Act) -> Paper:
    """The paper of what was destroyed on one day for one reason."""
    day = date_format(act.on, "d.m.Y")
    values: documents.Values = {
        "number": f"{act.on:%Y%m%d}-{act.ground}",
        "date": day,
        "operator": towns.current().name,
        "what": str(wording.DESTROYED[act.ground]),
        "records": str(act.number),
        "means": str(wording.MEANS[act.ground]),
        "ground": str(wording.GROUNDS[act.ground]),
        "signature": (documents.signature(str(_SIGNATORY[0]), _SIGNATORY[1]),),
    }
    return documents.make(DESTRUCTION_ACT.code, values, _("Акт об уничтожении"))
