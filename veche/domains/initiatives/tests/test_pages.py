"""Pages of proposals as a browser without scripts meets them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.initiatives import rules
from veche.domains.initiatives.actions import sheets
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries import likeness, signing, terms
from veche.domains.initiatives.tests import makers

pytestmark = pytest.mark.usefixtures("places_town")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def page(client: Client, name: str, *args: Any, **asked: Any) -> str:
    answer = client.get(reverse(f"initiatives:{name}", args=args), asked)
    assert answer.status_code == 200
    return text_of(answer)


def test_a_draft_is_written_left_and_sent(client: Client, town: Any) -> None:
    makers.make_proposal()
    person = makers.resident()
    sign_in(client, person)
    what = {
        "form_key": "a" * 20,
        "title": "Скамейки поставить у школы № 3",
        "problem": "Негде сидеть",
        "place": "",
        "spot": "",
    }
    for _n in range(2):
        answer: Any = client.post(reverse("initiatives:start-proposal"), what)
    row = Proposal.objects.get(author_id=person.id)
    assert answer.url == reverse("initiatives:list-similar", args=[row.id])
    assert makers.TITLE in page(client, "list-similar", row.id)
    how = reverse("initiatives:describe-plan", args=[row.id])
    answer = client.post(how, {"grounds": "Спросили", "result": "", "then": "stay"})
    assert answer.url == f"{how}?done=saved"
    assert row.title in page(client, "begin-proposal")
    answer = client.post(how, {"grounds": "Спросили", "result": "Есть где сесть"})
    money = reverse("initiatives:describe-means", args=[row.id])
    assert answer.url == money
    wrong = {"cost_kopecks": "много", "starts_on": "2027-05-01", "ends_on": "2027-04-01"}
    assert client.post(money, wrong).status_code == 422
    reversed_days = {**wrong, "cost_kopecks": "72 000"}
    assert "раньше начала" in text_of(client.post(money, reversed_days))
    right = {**reversed_days, "ends_on": "2027-06-01", "budget_kopecks": "0"}
    answer = client.post(money, right)
    assert answer.url == reverse("initiatives:gather-group", args=[row.id])
    row.refresh_from_db()
    assert (row.cost_kopecks, row.budget_kopecks) == (7_200_000, 0)
    assert row.invite in page(client, "gather-group", row.id)
    assert "не меньше 3 человек" in page(client, "file-proposal", row.id)
    makers.gather(row.id)
    send = reverse("initiatives:file-proposal", args=[row.id])
    for _n in range(2):
        answer = client.post(send)
        assert answer.url == reverse("initiatives:read-sent", args=[row.slug])
    assert "Прочитает модератор" in page(client, "read-sent", row.slug)
    assert "На проверке" in page(client, "list-own")


def test_what_the_town_has_already_is_not_offered_for_support(client: Client, town: Any) -> None:
    makers.answered(outcome=rules.DECLINED, ground="money")
    waits = makers.reached(makers.make_proposal(title="Скамейки у школы № 3 поставить"))
    author = makers.resident()
    sign_in(client, author)
    draft_id = makers.make_draft(author)
    shown = page(client, "list-similar", draft_id)
    assert "Уже у города или с ответом" in shown
    assert "Поддержать готовое быстрее" not in shown
    assert shown.count(reverse("initiatives:list-proposals")[:-1] + f"/{waits.slug}/") == 1
    assert [one.id for one in likeness.alike(makers.TITLE)] == [waits.id]
    for number in range(9):
        makers.make_draft(author, f"Черновик {number}")
    what = {"form_key": "b" * 20, "title": "Одиннадцатый", "problem": "Мои слова целы"}
    full = client.post(reverse("initiatives:start-proposal"), what)
    assert full.status_code == 422
    assert "Черновиков уже много" in text_of(full)
    assert "Мои слова целы" in text_of(full)
    send = page(client, "file-proposal", draft_id)
    assert "Слова и группа, которая собралась, пропадут насовсем" in send


def test_a_visitor_reads_and_is_led_to_the_button(client: Client, town: Any) -> None:
    row = makers.make_proposal()
    assert row.title in page(client, "list-proposals")
    shown = page(client, "read-proposal", row.slug)
    assert "3 из 6" in shown
    assert "Доводы" in shown
    answer: Any = client.get(reverse("initiatives:support-proposal", args=[row.slug]))
    assert "sign-in" in answer.url
    young = make_person()
    sign_in(client, young)
    answer = client.post(reverse("initiatives:support-proposal", args=[row.slug]))
    assert answer.url.startswith(reverse("identity:declare-birth-date"))
    sign_in(client, makers.resident())
    client.post(reverse("initiatives:support-proposal", args=[row.slug]))
    assert "Вы поддержали" in page(client, "read-proposal", row.slug)
    assert makers.fresh(row).support == 4
    client.post(reverse("initiatives:withdraw-support", args=[row.slug]))
    assert makers.fresh(row).support == 3


def test_what_waits_for_a_moderator_is_its_groups_alone(client: Client, town: Any) -> None:
    author = makers.resident()
    row = makers.make_filed(author)
    there = reverse("initiatives:read-proposal", args=[row.slug])
    assert client.get(there).status_code == 404
    assert row.title not in page(client, "list-proposals")
    sign_in(client, makers.resident())
    assert client.get(there).status_code == 404
    sign_in(client, author)
    assert client.get(there).status_code == 200


def test_lists_cost_the_same_however_long(client: Client, town: Any) -> None:
    def queries() -> int:
        page(client, "list-proposals")  # what is read once and kept for a while
        with CaptureQueriesContext(connection) as caught:
            page(client, "list-proposals")
        return len(caught)

    sign_in(client, makers.resident())
    makers.make_proposal()
    few = queries()
    for number in range(4):
        makers.make_proposal(title=f"Предложение {number}")
    assert queries() == few <= 12


def test_pages_go_on_and_filters_hold(client: Client, town: Any) -> None:
    place = terms.territories()[0]
    here = makers.make_proposal(place_id=place.id, title="Здесь, у пруда")
    makers.make_proposal(title="По всему городу")
    late = makers.reached(makers.make_proposal(title="Давно ждёт"))
    Proposal.objects.filter(id=late.id).update(due_on=terms.today() - timedelta(days=3))
    shown = page(client, "list-proposals", place=str(place.id))
    assert here.title in shown
    assert "По всему городу" not in shown
    shown = page(client, "list-proposals", show="late")
    assert "просрочено на 3 дня" in shown
    assert "По всему городу" not in shown
    assert client.get(reverse("initiatives:list-proposals"), {"after": "x"}).status_code == 422


def test_a_neighbour_joins_by_a_link(client: Client, town: Any) -> None:
    draft_id = makers.make_draft(makers.resident())
    row = Proposal.objects.get(id=draft_id)
    there = reverse("initiatives:join-group", args=[row.invite])
    answer = client.get(there)
    assert answer["Referrer-Policy"] == "same-origin"
    assert "Войти и вступить" in text_of(answer)
    sign_in(client, makers.resident())
    client.post(there)
    assert "Вы в группе" in text_of(client.get(there))
    client.post(reverse("initiatives:leave-group", args=[row.invite]))
    assert "Вступить в группу" in text_of(client.get(there))
    wrong = reverse("initiatives:join-group", args=["nothing"])
    assert client.get(wrong).status_code == 404


def test_an_author_gives_up_for_what_was_pasted(client: Client, town: Any) -> None:
    author = makers.resident()
    row, other = makers.make_proposal(author), makers.make_proposal(title="Совсем о другом")
    sign_in(client, author)
    there = reverse("initiatives:retire-proposal", args=[row.slug])
    assert client.post(there, {"link": "https://example.org/нет"}).status_code == 422
    link = f"https://town.example{reverse('initiatives:read-proposal', args=[other.slug])}?x=1"
    assert client.post(there, {"link": link}).status_code == 302
    assert makers.fresh(row).state == rules.RETIRED
    assert other.title in page(client, "read-proposal", row.slug)


def test_the_office_answers_and_a_resident_cannot(client: Client, town: Any) -> None:
    row = makers.reached()
    sign_in(client, makers.resident())
    assert client.get(reverse("initiatives:list-cases")).status_code == 403
    sign_in(client, makers.role("approver"))
    assert row.title in page(client, "list-cases")
    assert "Ответить при всех" in page(client, "open-case", row.slug)
    there = reverse("initiatives:answer-proposal", args=[row.slug])
    given = {
        "version": row.version,
        "outcome": "accepted",
        "text": makers.REASONS,
        "body": "Управление",
    }
    bare = client.post(there, given)
    assert bare.status_code == 422
    assert "к какому дню сделают" in text_of(bare)
    assert client.post(there, {**given, "promised_on": "2027-06-01"}).status_code == 302
    assert client.post(there, {**given, "promised_on": "2027-06-01"}).status_code in (403, 409)
    assert "Город ответил: сделаем" in page(client, "read-proposal", row.slug)
    assert row.title in text_of(client.get(reverse("initiatives:list-cases"), {"show": "answered"}))


def test_thresholds_are_set_by_a_form(client: Client, town: Any) -> None:
    sign_in(client, makers.role("approver"))
    there = reverse("initiatives:set-thresholds")
    given = {
        "places": ["town"],
        "number": "7",
        "starts_on": str(terms.today()),
        "act_title": "Решение совета",
        "act_number": "15",
        "act_on": str(terms.today()),
    }
    assert client.post(there, {**given, "places": ["moon"]}).status_code == 422
    assert client.post(there, given).status_code == 302
    assert terms.threshold(None) == 7
    assert "Решение совета" in page(client, "list-thresholds")


def test_a_clerk_prints_and_types_a_sheet(client: Client, town: Any) -> None:
    row, clerk = makers.make_proposal(), makers.role("clerk")
    sign_in(client, clerk)
    assert row.title in page(client, "list-sheets")
    there = reverse("initiatives:print-sheets", args=[row.slug])
    pack_id = uuid4()
    for _n in range(2):
        assert client.post(there, {"amount": 2, "key": str(pack_id)}).status_code == 302
    (sheet, _other) = signing.pack(pack_id)
    pdf = client.get(reverse("initiatives:pack-pdf", args=[pack_id]))
    assert pdf.content.startswith(b"%PDF")
    answer: Any = client.post(
        reverse("initiatives:list-sheets"), {"number": f"{sheet.number[:4]} {sheet.number[4:]}"}
    )
    entry = reverse("initiatives:enter-sheet", args=[sheet.number])
    assert answer.url == entry
    line = {"kind": "passport", "document": "9218 123456", "key": str(uuid4())}
    for _n in range(2):
        answer = client.post(entry, line)
        assert answer.url == f"{entry}?done={sheets.TAKEN}"
    answer = client.post(entry, {**line, "key": str(uuid4())})
    assert answer.url == f"{entry}?done={sheets.DOUBLE}"
    assert client.post(entry, {**line, "document": "1", "key": str(uuid4())}).status_code == 422
    assert makers.fresh(row).paper == 1
    client.post(reverse("initiatives:close-sheet", args=[sheet.number]))
    assert "Следующий лист" in page(client, "enter-sheet", sheet.number)
    assert "На портале 3, на подписных листах 1" in page(client, "read-proposal", row.slug)


def test_the_last_line_is_taken_back_by_its_button(client: Client, town: Any) -> None:
    row, clerk = makers.make_proposal(), makers.role("clerk")
    sign_in(client, clerk)
    there = reverse("initiatives:print-sheets", args=[row.slug])
    pack_id = uuid4()
    client.post(there, {"amount": 1, "key": str(pack_id)})
    (sheet,) = signing.pack(pack_id)
    entry = reverse("initiatives:enter-sheet", args=[sheet.number])
    assert "Отменить последнюю строку" not in page(client, "enter-sheet", sheet.number)
    client.post(entry, {"kind": "passport", "document": "9218 123456", "key": str(uuid4())})
    assert "Отменить последнюю строку" in page(client, "enter-sheet", sheet.number)
    undo = {"then": "undo", "key": str(uuid4())}
    for _n in range(2):
        answer: Any = client.post(entry, undo)
        assert answer.url == f"{entry}?done={sheets.UNDONE}"
    assert makers.fresh(row).paper == 0
    assert "Отменить последнюю строку" not in page(client, "enter-sheet", sheet.number)


def test_what_found_no_support_is_taken_up_by_its_button(client: Client, town: Any) -> None:
    author = makers.resident()
    row = makers.make_proposal(author)
    there = reverse("initiatives:begin-anew", args=[row.slug])
    sign_in(client, author)
    assert there not in page(client, "read-proposal", row.slug)
    assert client.post(there).status_code == 403
    Proposal.objects.filter(id=row.id).update(state=rules.EXPIRED)
    assert there in page(client, "read-proposal", row.slug)
    answer: Any = client.post(there)
    draft = Proposal.objects.get(grown_from=row)
    assert answer.url == reverse("initiatives:describe-matter", args=[draft.id])
    # Its own author promises the same again, and days ahead come along.
    assert (draft.own_kopecks, draft.starts_on) == (row.own_kopecks, row.starts_on)
    assert row.own_kopecks
    Proposal.objects.filter(id=row.id).update(is_public=False)
    bridge = makers.reached(makers.make_proposal(title="Снести мост"))
    unlawful = makers.answered(bridge, outcome=rules.DECLINED, ground="law", promised_on=None)
    for one in (row, unlawful):
        refused = client.post(reverse("initiatives:begin-anew", args=[one.slug]))
        assert refused.status_code == 403
    assert Proposal.objects.exclude(grown_from=None).count() == 1


def test_feeds_and_the_table_hold_what_is_public(client: Client, town: Any) -> None:
    row = makers.make_proposal()
    hidden = makers.make_filed(title="Ещё не прочитано")
    for name in ("read-atom", "read-rss"):
        body = client.get(reverse(f"initiatives:{name}")).content.decode()
        assert row.title in body
        assert hidden.title not in body
    answer: Any = client.get(reverse("initiatives:export-proposals"))
    table = b"".join(answer.streaming_content).decode()
    assert row.title in table
    assert "72000.00" in table
    assert hidden.title not in table


def test_the_service_is_not_there_before_the_town_opens_it(client: Client, town: Any) -> None:
    switch_service("initiatives", "off")
    assert client.get(reverse("initiatives:list-proposals")).status_code == 404
