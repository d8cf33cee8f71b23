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
# not shown: samples of a paper, which is Russian whatever the reader's language
_SAMPLES = {
    "operator": "администрация города Заречье",
    "what": "имя, телефон и дата рождения",
    "ground": "человек удалил учётную запись",
    "means": "стёрт ключ, которым были зашифрованы данные",
    "signatory": "Ответственный за персональные данные",
    "text": "Я согласен, чтобы город хранил мой телефон и район, пока я пользуюсь порталом.",
}
_OPERATOR = _SAMPLES["operator"]
DESTRUCTION_ACT = Kind(
    code="destruction-act",
    title=gettext_lazy("Акт об уничтожении персональных данных"),
    shipped_file=Path(__file__).parent / "data" / "destruction_act.md",
    fields=(
        Field("number", gettext_lazy("номер акта"), "20261128-2"),
        Field("date", gettext_lazy("дата уничтожения"), "28.11.2026"),
        Field("operator", gettext_lazy("кто хранит данные"), _OPERATOR),
        Field("what", gettext_lazy("что уничтожено"), _SAMPLES["what"]),
        Field("records", gettext_lazy("сколько записей"), "12"),
        Field("ground", gettext_lazy("основание"), _SAMPLES["ground"]),
        Field("means", gettext_lazy("способ"), _SAMPLES["means"]),
        Field(
            "signature",
            gettext_lazy("должность и подпись"),
            (documents.signature(_SAMPLES["signatory"], ""),),
        ),
    ),
)


CONSENT_SHEET = Kind(
    code="consent-sheet",
    title=gettext_lazy("Лист согласия на обработку персональных данных"),
    shipped_file=Path(__file__).parent / "data" / "consent_sheet.md",
    fields=(
        Field("operator", gettext_lazy("кто хранит данные"), _OPERATOR),
        Field(
            "text",
            gettext_lazy("текст согласия со страницы города"),
            (documents.text(_SAMPLES["text"]),),
        ),
        Field("version", gettext_lazy("версия текста"), "3"),
        Field("date", gettext_lazy("дата"), "28.11.2026"),
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
