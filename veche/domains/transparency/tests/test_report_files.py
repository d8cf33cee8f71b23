"""Files of public reports: hidden with a reason; read for search within limits."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms import public as norms
from veche.domains.transparency.actions import hiding, reporting
from veche.domains.transparency.queries import published
from veche.domains.transparency.queries.published import Wanted
from veche.domains.transparency.rules import publication as rules
from veche.domains.transparency.tests import makers, report_makers
from veche.kernel.errors import Refused


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    norms.load_shipped()
    makers.open_service()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def test_files_with_personal_data_are_hidden_and_everyone_reads_why(client: Client) -> None:
    row = report_makers.publish(report_makers.body())
    here = reverse("transparency:read-report", args=[row.slug])
    shown = text_of(client.get(here))
    addresses = re.findall(r"/files/[0-9a-f-]{36}\.\w+", shown)
    assert len(set(addresses)) == 2
    assert "Скворечники" in shown
    with pytest.raises(Refused):
        hiding.hide_files(makers.role("author"), slug=row.slug, number=1, reason="Фамилии")
    sign_in(client, make_person(roles=["approver"]))
    there = reverse("transparency:hide-files", args=[row.slug, 1])
    assert there in text_of(client.get(here))
    assert client.post(there, {"reason": " "}).status_code == 422
    assert client.post(there, {"reason": "В таблице были фамилии"}).status_code == 302
    visitor = Client()
    shown = text_of(visitor.get(here))
    assert "В таблице были фамилии" in shown
    assert "Простыми словами" in shown
    assert "Скворечники" not in shown
    for address in addresses:
        assert address not in shown
        assert visitor.get(address).status_code in (403, 404)
    assert published.page(Wanted(words="скворечник")).items == []
    assert published.page(Wanted(words="поликлинику")).items, "the gist is found still"
    told = json.loads(visitor.get(f"/api/v1/public-reports/{row.slug}").content)["versions"][0]
    assert (told["file"], told["tables"]) == ("", [])
    assert told["hidden_reason"] == "В таблице были фамилии"
    reporting.read_words(report_id=row.id, number=1)
    row.refresh_from_db()
    assert row.text_state == rules.MUTE
    assert client.get(there).status_code == 302
    again = hiding.hide_files(makers.role("approver"), slug=row.slug, number=1, reason="Ещё")
    assert again.hiding.reason == "В таблице были фамилии"


def test_files_hidden_while_they_are_read_are_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    row = report_makers.publish(report_makers.body())
    row.text_state = rules.READING
    row.save(update_fields=["text_state"])
    read = reporting._table_words

    def hidden_first(one: Any) -> str:
        hiding.hide_files(makers.role("approver"), slug=row.slug, number=1, reason="Фамилии")
        return read(one)

    monkeypatch.setattr(reporting, "_table_words", hidden_first)
    reporting.read_words(report_id=row.id, number=1)
    row.refresh_from_db()
    assert row.text_state == rules.MUTE
    assert published.page(Wanted(words="скворечник")).items == []
