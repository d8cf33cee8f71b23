"""The plate at a finished object: what stands on it, when it is there, what fits one sheet."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from veche.commons.identity.tests.makers import sign_in
from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Project
from veche.domains.budgeting.queries import cycles, wording
from veche.domains.budgeting.tests import makers
from veche.domains.budgeting.tests.test_pages import page

pytestmark = pytest.mark.usefixtures("budget_town")


def plate_of(row: Project, sheet: str) -> PdfReader:
    answer = Client().get(reverse("budgeting:print-plate", args=[row.slug, sheet]))
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def test_a_plate_says_who_chose_it_for_how_much_and_until_when() -> None:
    row = makers.make_accepted()
    widths = {}
    for sheet in ("a4", "a5"):
        made = plate_of(row, sheet)
        assert len(made.pages) == 1
        widths[sheet] = round(float(made.pages[0].mediabox.width))
        said = " ".join(made.pages[0].extract_text().split())
        for words in (
            "Это выбрали соседи",
            row.title,
            f"{row.votes} жителя выбрали этот проект",
            "ООО «Двор»",
            str(cycles.today().year),
            str(row.guarantee_until.year if row.guarantee_until else ""),
            "Сломалось? Сообщите",
        ):
            assert words in said
        price = wording.roubles(row.contract_kopecks or 0)
        assert "".join(price.split()) in "".join(said.split())
    assert widths == {"a4": 595, "a5": 420}


def test_the_longest_words_still_fit_one_sheet() -> None:
    row = makers.make_accepted()
    Project.objects.filter(id=row.id).update(
        title="Детская площадка " * 7, spot="Луговая улица, дом " * 10, contractor="ООО " * 50
    )
    for sheet in ("a4", "a5"):
        assert len(plate_of(row, sheet).pages) == 1


def test_there_is_no_plate_before_acceptance_nor_of_another_size(client: Client) -> None:
    _cycle, rows = makers.make_approved()
    won = next(one for one in rows if one.state == rules.WON)
    path = reverse("budgeting:print-plate", args=[won.slug, "a4"])
    assert client.get(path).status_code == 403
    assert "Табличка" not in page(client, "read-project", won.slug)
    assert client.get(reverse("budgeting:print-plate", args=["nothing", "a4"])).status_code == 404
    row = makers.make_accepted()
    assert client.get(reverse("budgeting:print-plate", args=[row.slug, "a3"])).status_code == 404


def test_it_is_found_on_the_project_and_in_the_office(client: Client) -> None:
    row = makers.make_accepted()
    link = reverse("budgeting:print-plate", args=[row.slug, "a5"])
    assert link in page(client, "read-project", row.slug)
    sign_in(client, makers.official())
    assert link in page(client, "open-case", row.slug)
