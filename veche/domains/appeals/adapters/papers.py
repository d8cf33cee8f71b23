"""A letter to the author as a paper of the town's own template.

The name and the address are put in when the paper is made, and kept nowhere beside the vault.
"""

from __future__ import annotations

from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from veche.commons.documents import public as documents
from veche.commons.documents.public import Field, Kind, Paper
from veche.commons.identity.public import Addressee
from veche.commons.towns import public as towns
from veche.domains.appeals.actions.moving import LETTER_PAPER
from veche.domains.appeals.models import Appeal, Letter
from veche.domains.appeals.queries import wording
from veche.domains.appeals.rules import states

# not shown: samples of a paper, which is Russian whatever the reader's language
_SAMPLES = {
    "text": "Ямы на Луговой улице заделают до 1 июня: работы внесены в план.",
    "post": "Глава города",
    "signatory": "А. П. Сергеева",
    "name": "Иванову Ивану Ивановичу",
    "law": "",
    "town": "Заречье",
    "address": "248000, Заречье, Луговая улица, 54",
    "appeal": "О-17/2026 от 12.11.2026",
    "number": "О-17/2026-2",
}
LETTER = Kind(
    code=LETTER_PAPER,
    title=_("Письмо автору обращения"),
    shipped_file=Path(__file__).parent.parent / "papers" / "letter.md",
    fields=(
        Field("number", _("номер письма"), _SAMPLES["number"]),
        Field("date", _("дата"), "28.11.2026"),
        Field("town", _("название муниципалитета"), _SAMPLES["town"]),
        Field("name", _("фамилия, имя, отчество автора"), _SAMPLES["name"]),
        Field("address", _("адрес для ответа"), _SAMPLES["address"]),
        Field("appeal", _("на какое обращение"), _SAMPLES["appeal"]),
        Field("text", _("текст письма"), (documents.text(_SAMPLES["text"]),)),
        Field("law", _("на что опирается решение"), _SAMPLES["law"]),
        Field(
            "signature",
            _("должность и подпись"),
            (documents.signature(_SAMPLES["post"], _SAMPLES["signatory"]),),
        ),
    ),
)


def letter(row: Appeal, written: Letter, addressee: Addressee | None) -> Paper:
    """The paper by the version of the template that was in force on its day."""
    day = written.issued_on or row.filed_on
    values: documents.Values = {
        "number": wording.letter_number(row, written),
        "date": date_format(day, "d.m.Y"),
        "town": towns.current().name,
        "name": addressee.full_name if addressee else "",
        "address": addressee.address if addressee else "",
        "appeal": _appeal(row),
        "text": tuple(documents.text(one) for one in written.text.splitlines() if one.strip()),
        "law": wording.ground_law(row.ground) if written.kind == states.ENDING else "",
        "signature": (documents.signature(written.post, written.signatory),),
    }
    title = f"{wording.LETTERS[written.kind]} {wording.letter_number(row, written)}"
    return documents.make(LETTER_PAPER, values, title, number=written.template)


def _appeal(row: Appeal) -> str:
    # not shown: words of a paper, which is Russian whatever the reader's language
    return f"{wording.book_number(row)} от {date_format(row.filed_on, 'd.m.Y')}"
