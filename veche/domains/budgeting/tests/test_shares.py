"""The residents' share: requisites, receipt, the treasury's statement, labour and goods."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from veche.commons.identity.tests.makers import sign_in
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.actions import sharing
from veche.domains.budgeting.models import CostLine, Gift, Payment, Requisites
from veche.domains.budgeting.queries import cycles, shares
from veche.domains.budgeting.rules import requisites, statement
from veche.domains.budgeting.tests import makers
from veche.domains.budgeting.tests.makers import MILLION
from veche.domains.budgeting.tests.test_pages import page, post, text_of
from veche.domains.budgeting.tests.test_policies import OTHER, codes, cycle, project, role
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused

usefixtures = pytest.mark.usefixtures("budget_town")
# Accounts of the Treasury that towns publish; all else is made up.
GIVEN = {
    "name": "УФК по области (Управление благоустройства г. Заречье)",
    "inn": "1600000000",
    "kpp": "160001001",
    "account": "03100643000000011100",
    "bank_name": "Отделение-НБ Банка России//УФК",
    "bic": "019205400",
    "bank_account": "40102810445370000079",
    "kbk": "90111715020140000150",
    "oktmo": "92701000",
}
HEAD = "Дата;Номер;Сумма;Назначение платежа\n"


@pytest.mark.parametrize(
    ("bic", "account"),
    [
        ("004525988", "40102810545370000003"),
        ("019205400", "40102810445370000079"),
        ("014030106", "40102810945370000005"),
    ],
)
def test_the_key_is_counted_as_the_bank_of_russia_counts_it(bic: str, account: str) -> None:
    assert requisites.has_key(f"0{bic[4:6]}", account)
    wrong = account[:8] + str((int(account[8]) + 1) % 10) + account[9:]
    assert not requisites.has_key(f"0{bic[4:6]}", wrong)


@pytest.mark.parametrize(
    ("field", "value", "flaw"),
    [
        ("inn", "16000", "length"),
        ("kpp", "16000100x", "digits"),
        ("bic", "", "digits"),
        ("oktmo", "927010001", "length"),
        ("bank_account", "40102810545370000079", "key"),
        ("account", "40703810000000000001", "key"),
        ("kbk", "90110102010011000110", "kbk"),
    ],
)
def test_a_wrong_requisite_is_named(field: str, value: str, flaw: str) -> None:
    assert requisites.flaws(GIVEN) == {}
    assert requisites.flaws({**GIVEN, field: value}) == {field: flaw}


def test_the_code_is_of_the_standard() -> None:
    said = requisites.code({**GIVEN, "name": "А|Б"}, "Проект № 3", 150_000)
    head, *parts = said.split("|")
    assert head == "ST00012"
    assert [one.partition("=")[0] for one in parts] == [
        "Name", "PersonalAcc", "BankName", "BIC", "CorrespAcc", "PayeeINN", "KPP", "CBC", "OKTMO",
        "Purpose", "Sum",
    ]  # fmt: skip
    assert parts[0] == "Name=А Б"
    assert parts[-1] == "Sum=150000"
    assert "Sum=" not in requisites.code(GIVEN, "Проект № 3")


def test_a_statement_is_read_in_the_forms_it_comes_in() -> None:
    lines, flaws = statement.read((HEAD + "05.05.2027;17;1 000,50;Проект № 3\n\n").encode("cp1251"))
    assert flaws == []
    assert (lines[0].number, lines[0].kopecks, lines[0].on.month) == ("17", 100_050, 5)
    other = "Номер документа,Дата,Назначение,Сумма\n17,2027-05-05,x,12\n".encode("utf-8-sig")
    assert statement.read(other)[0][0].kopecks == 1200


@pytest.mark.parametrize(
    ("file", "flaws"),
    [
        ("", [(1, "")]),
        ("Дата;Номер;Сумма\n", [(1, "purpose")]),
        (HEAD + "31.02.2027;1;5;x\n", [(2, "on")]),
        (HEAD + "05.05.2027;;5;x\n05.05.2027;1;0;x\n", [(2, "number"), (3, "sum")]),
        (HEAD + "05.05.2027;1;1e999999;x\n", [(2, "sum")]),
        (HEAD + f"05.05.2027;1;5;{'x' * 200_000}\n", [(1, "")]),
        (HEAD + "05.05.2027;1;1,005;x\n", [(2, "sum")]),
        (HEAD + "05.05.2027;1;NaN\n", [(2, "sum")]),
    ],
)
def test_a_wrong_statement_is_told_cell_by_cell(file: str, flaws: list[Any]) -> None:
    found = statement.read(file.encode())[1]
    assert [(one.line, one.column) for one in found] == flaws


def test_a_payment_is_matched_only_where_one_project_is_meant() -> None:
    first, second = uuid4(), uuid4()
    known = {"k3mfw8d2qz": first, "abcdefghjk": second}
    numbers = {3: [first], 4: [second], 5: [first, second]}
    for said, found in (
        ("Инициативный платёж, проект № 3, код K3MFW8D2QZ", first),
        ("проекту N4 от жителей", second),
        ("проект 5", None),
        ("проект № 3, код wxyz234567", None),
        ("проект № 3, кодовое слово", first),
        ("проект № 3 и проект № 4", None),
        ("за проект № 33", None),
        ("k3mfw8d2qz abcdefghjk", None),
        ("", None),
    ):
        assert statement.project_of(said, known, numbers) == found


def test_policies() -> None:
    who = [policies.may_set_requisites(one) for one in (role("admin"), role("author"), OTHER)]
    assert codes(*who) == ["", "not-yours", "not-yours"]
    approved = cycle(rules.APPROVED)
    chosen, lost = project(rules.WORKS, approved), project(rules.LOST, approved)
    # An override may still drop it.
    early = project(rules.WON, cycle(rules.COUNTED))
    gifts = [
        policies.may_take_gift(role("author"), chosen, 1),
        policies.may_take_gift(role("author"), chosen, 0),
        policies.may_take_gift(role("author"), early, 1),
        policies.may_take_gift(OTHER, chosen, 1),
    ]
    assert codes(*gifts) == ["", "no-share", "no-share", "not-yours"]
    paid = [
        policies.may_pay_share(chosen, 1),
        policies.may_pay_share(lost, 1),
        policies.may_pay_share(project(rules.ACCEPTED, approved), 1),
        policies.may_pay_share(early, 1),
    ]
    assert codes(*paid) == ["", "no-share", "no-share", "no-share"]


@usefixtures
def test_a_resident_takes_a_receipt_once_the_requisites_are_there(client: Client) -> None:
    row = makers.make_shared()
    path = reverse("budgeting:print-receipt", args=[row.slug])
    assert client.get(path).status_code == 404
    shown = page(client, "read-project", row.slug)
    assert "Доля жителей" in shown
    assert path not in shown
    sign_in(client, makers.official("admin"))
    there = reverse("budgeting:set-requisites")
    wrong = client.post(there, {**GIVEN, "bank_account": "40102810545370000079"})
    assert wrong.status_code == 422
    assert "Контрольная цифра" in text_of(wrong)
    answer: Any = client.post(there, {**GIVEN, "account": "0310 0643 0000 0001 1100"})
    assert "Реквизиты сохранены" in text_of(client.get(answer.url))
    assert Requisites.objects.get().account == GIVEN["account"]
    client.cookies.clear()
    assert path in page(client, "read-project", row.slug)
    made = client.get(path, {"sum": "1 500"})
    said = " ".join(PdfReader(io.BytesIO(made.content)).pages[0].extract_text().split())
    assert f"код {row.slug}" in said
    assert GIVEN["kbk"] in said
    assert client.get(path, {"sum": "много"}).status_code == 422
    lost = makers.make_accepted()
    assert client.get(reverse("budgeting:print-receipt", args=[lost.slug])).status_code == 403


@usefixtures
def test_a_statement_is_taken_once_and_the_rest_matched_by_hand(client: Client) -> None:
    row = makers.make_shared()
    sign_in(client, makers.official())
    file = HEAD + f"05.05.2026;1;4000;код {row.slug}\n05.05.2026;2;1000;Иванов\n"

    def send(text: str) -> Any:
        upload = SimpleUploadedFile("a.csv", text.encode(), "text/csv")
        return post(client, "list-payments", statement=upload)

    broken = send(file + "x;3;1;y\n")
    assert broken.status_code == 422
    assert "Строка 4, столбец «дата»" in text_of(broken)
    assert not Payment.objects.exists()
    assert "Новых платежей: 2, уже были: 0, проект не назван: 1" in text_of(send(file))
    assert "Новых платежей: 0, уже были: 2" in text_of(send(file))
    left = shares.unmatched().items
    assert [one.number for one in left] == ["2"]
    shown = page(client, "list-payments")
    assert "За что эти платежи" in shown
    assert "Иванов" not in shown
    with pytest.raises(Invalid):
        sharing.match_payment(makers.official(), payment_id=left[0].id, slug="nothing")
    with pytest.raises(NotFound):
        sharing.match_payment(makers.official(), payment_id=uuid4(), slug=row.slug)
    for _n in range(2):
        answer = post(client, "match-payment", left[0].id, project=row.slug)
        assert answer.url.endswith("?done=matched")
    other = makers.make_shared()
    late = post(client, "match-payment", left[0].id, project=other.slug)
    assert late.status_code == 409
    assert shares.unmatched().items == []
    share = shares.share_of(row)
    assert share is not None
    assert (share["money"], share["needed"]) == (500_000, MILLION)
    client.cookies.clear()
    assert "Собрано" in page(client, "read-project", row.slug)


@usefixtures
def test_the_page_of_payments_costs_as_much_for_many_as_for_one(client: Client) -> None:
    rows, by = [makers.make_shared(MILLION)], makers.official()
    sign_in(client, by)
    path = reverse("budgeting:list-payments")
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    rows += [makers.make_shared(2 * MILLION) for _n in range(2)]
    day = cycles.today()
    lines = [statement.Line(on=day, number=str(n), kopecks=n, purpose="") for n in range(1, 23)]
    told = statement.Line(on=day, number="99", kopecks=700, purpose=f"код {rows[2].slug}")
    sharing.take_statement(by, lines=[*lines, told])
    with CaptureQueriesContext(connection) as many:
        shown = text_of(client.get(path))
    assert len(many) == len(one)
    # Twenty that wait, and the one that was matched.
    assert shown.count("<select") == 20 + 1
    further = re.search(r'href="([^"]+)"[^>]*>Показать ещё', shown)
    assert further is not None
    assert text_of(client.get(unescape(further[1]))).count("<select") == 2 + 1
    said = {one["row"].id: one for one in shares.shares_of(rows)}
    assert [said[row.id]["needed"] for row in rows] == [MILLION, 2 * MILLION, 2 * MILLION]
    assert [said[row.id]["collected"] for row in rows] == [0, 0, 700]


@usefixtures
def test_labour_and_goods_are_written_down_once(client: Client) -> None:
    row = makers.make_shared()
    sign_in(client, makers.official())
    given = {
        "form_key": "g" * 20,
        "kind": rules.LABOUR,
        "text": "Красили забор",
        "amount_kopecks": "12 000",
        "on": cycles.today().isoformat(),
    }
    page(client, "take-gift", row.slug)
    for wrong in ({"amount_kopecks": "0"}, {"on": "2999-01-01"}, {"kind": "x"}):
        assert post(client, "take-gift", row.slug, **{**given, **wrong}).status_code == 422
    for _n in range(2):
        answer = post(client, "take-gift", row.slug, **given)
        assert "Вклад жителей записан" in text_of(client.get(answer.url))
    assert Gift.objects.get().amount_kopecks == 1_200_000
    client.cookies.clear()
    assert "Красили забор" in page(client, "read-project", row.slug)
    read = client.get(f"/api/v1/budget-projects/{row.slug}").json()
    told = (read["people_needed_kopecks"], read["people_collected_kopecks"])
    assert told == (MILLION, 1_200_000)
    with pytest.raises(Refused):
        sharing.take_statement(makers.resident(), lines=[])


def line(number: str, kopecks: int, purpose: str = "") -> statement.Line:
    return statement.Line(cycles.today(), number, kopecks, purpose)


@usefixtures
def test_equal_numbers_of_a_day_are_payments_of_their_own() -> None:
    row, by = makers.make_shared(), makers.official()
    named = f"код {row.slug}"
    lines = [line("1", 4_000, named), line("1", 5_000, named), line("1", 4_000, named)]
    taken = sharing.take_statement(by, lines=lines)
    assert (taken.new, taken.known, taken.unmatched) == (3, 0, 0)
    # The file of the next day begins with the same lines and has one alike more.
    again = sharing.take_statement(by, lines=[*lines, line("1", 4_000, named)])
    assert (again.new, again.known) == (1, 3)
    share = shares.share_of(row)
    assert share is not None
    assert share["money"] == 17_000


@usefixtures
def test_money_given_back_does_not_stop_the_statement(client: Client) -> None:
    row = makers.make_shared()
    sign_in(client, makers.official())
    file = HEAD + f"05.05.2026;1;4000;код {row.slug}\n05.05.2026;1;-4000;возврат\n"
    upload = SimpleUploadedFile("a.csv", file.encode(), "text/csv")
    shown = text_of(post(client, "list-payments", statement=upload))
    assert "Новых платежей: 1, уже были: 0" in shown
    assert "Возвратов в выписке: 1" in shown
    assert Payment.objects.get().amount_kopecks == 400_000


@usefixtures
def test_a_payment_matched_wrongly_is_moved_and_a_stale_page_moves_nothing(client: Client) -> None:
    first, second, by = makers.make_shared(), makers.make_shared(), makers.official()
    sharing.take_statement(by, lines=[line("1", 4_000, f"код {first.slug}")])
    payment = Payment.objects.get()
    with pytest.raises(Conflict):
        sharing.match_payment(by, payment_id=payment.id, slug=second.slug)
    sign_in(client, by)
    assert "Платёж отнесли не туда?" in page(client, "list-payments")
    moved = post(client, "match-payment", payment.id, project=second.slug, seen=first.slug)
    assert moved.status_code == 302, text_of(moved)
    payment.refresh_from_db()
    assert payment.project_id == second.id
    stale = post(client, "match-payment", payment.id, project=first.slug, seen=first.slug)
    assert stale.status_code == 409
    assert shares.share_of(first)["money"] == 0  # type: ignore[index]


@usefixtures
def test_nothing_is_collected_before_the_list_is_approved(client: Client) -> None:
    _cycle, rows = makers.make_counted()
    won = next(one for one in rows if one.state == rules.WON)
    CostLine.objects.create(
        project=won, position=9, title="Озеленение", amount_kopecks=100, payer=rules.BY_PEOPLE
    )
    assert shares.share_of(won) is None
    path = reverse("budgeting:print-receipt", args=[won.slug])
    assert client.get(path).status_code == 403
