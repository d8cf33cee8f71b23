"""Other towns, indicators and payments: whole or not at all, faults by cell, nobody's name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.audit import public as audit
from veche.commons.audit.public import Filters
from veche.commons.identity.tests.makers import sign_in
from veche.commons.norms import public as norms
from veche.commons.places.tests.makers import make_town
from veche.domains.transparency import datasets
from veche.domains.transparency.actions import registering
from veche.domains.transparency.models import Indicator, Paid, Payment, Peer, Register
from veche.domains.transparency.queries import beside, picture, register_words
from veche.domains.transparency.rules import registers
from veche.domains.transparency.tests import makers
from veche.domains.transparency.tests.test_pages import page, text_of
from veche.kernel import names
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused

YEAR = makers.YEAR
WORDS = {what: str(words) for what, words in register_words.FAULTS.items()}
HEADS = {kind: list(one.sample[0]) for kind, one in register_words.ABOUT.items()}
TAIL = ["Решение № 12", "https://example.org/b", "25.12.2025"]
SCHOOLS = "90207020110200590611"


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    norms.load_shipped()
    make_town()
    makers.open_service()


def put(kind: str, *rows: list[Any], name: str = "таблица.csv") -> Any:
    data = makers.csv([HEADS[kind], *rows])
    return registering.import_register(makers.role("approver"), kind=kind, data=data, name=name)


def cells(told: Any) -> list[tuple[str, str]]:
    return [(one["cell"], one["what"]) for one in register_words.faults(told)]


def town_row(name: str, section: str, amount: str, **given: str) -> list[str]:
    told = {"year": str(YEAR), "basis": "план", "people": "1 000", **given}
    return [name, told["year"], told["basis"], told["people"], section, amount, *TAIL]


def pay(document: str, amount: str, **given: str) -> list[str]:
    told = {"on": "14.08.2026", "contract": "№ 08 11-а", "code": SCHOOLS, "what": "Ремонт школы",
            "who": "ООО «Двор»", "inn": "9900000306", **given}  # fmt: skip
    names = ("on", "contract", "code", "what", "who", "inn")
    on, contract, code, what, who, inn = (told[one] for one in names)
    return [on, document, contract, amount, code, what, who, inn]


def test_towns_are_compared_by_resident_and_gaps_are_told(client: Client) -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    put(
        registers.TOWNS,
        town_row("Липовск", "всего", "3 000 000"),
        town_row("Липовск", "07", "1 500 000"),
        town_row("Заречье", "05", "100 000", people="200"),
    )
    told = picture.year_of(YEAR)
    towns = beside.towns_of(told, registers.PLAN)
    assert [(one.name, one.is_own) for one in towns][1:] == [("Заречье", False), ("Липовск", False)]
    assert towns[0].is_own
    assert towns[2].per_resident("07") == 150_000
    assert towns[1].per_resident("") is None, "parts are never added up to a whole"
    shown = page(client, "compare-towns", YEAR)
    assert "3 000 ₽" in shown
    assert "нет данных" in shown
    assert "https://example.org/b" in shown
    by_section = page(client, "compare-towns", YEAR, section="07")
    assert "1 500 ₽" in by_section
    assert reverse("transparency:compare-towns", args=[YEAR]) in page(client, "read-year", YEAR)
    wrong = client.get(reverse("transparency:compare-towns", args=[YEAR]), {"section": "77"})
    assert wrong.status_code == 404


def test_towns_of_another_year_are_not_compared(client: Client) -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    put(registers.TOWNS, town_row("Липовск", "07", "1", year=str(YEAR - 1)))
    assert client.get(reverse("transparency:compare-towns", args=[YEAR])).status_code == 404
    assert "Другие города" not in page(client, "read-year", YEAR)


def test_what_was_done_is_compared_when_the_year_is_over(client: Client) -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    put(registers.TOWNS, town_row("Липовск", "всего", "3 000 000", basis="исполнено"))
    assert "такого бюджета ещё не опубликовали" in page(client, "compare-towns", YEAR)


def test_a_town_is_replaced_whole_and_taken_away() -> None:
    put(registers.TOWNS, town_row("Липовск", "07", "1"), town_row("Липовск", "05", "1"))
    put(registers.TOWNS, town_row("Липовск", "07", "2"))
    (peer,) = Peer.objects.all()
    assert [one.amount for one in peer.sums.all()] == [200]
    approver = makers.role("approver")
    registering.drop_register(approver, kind=registers.TOWNS, key=str(peer.id))
    assert not Peer.objects.exists()
    for key in (str(peer.id), "мимо"):
        with pytest.raises(NotFound):
            registering.drop_register(approver, kind=registers.TOWNS, key=key)


def test_a_wrong_cell_of_a_town_is_told_and_nothing_is_kept() -> None:
    rows = [
        town_row("Липовск", "77", "1"),
        town_row("Липовск", "07", "много"),
        town_row("Липовск", "05", "1", people="0", basis="прогноз"),
        ["Заречье", "26", "план", "10", "07", "1", "Сайт", "example.org", "31.02.2026"],
        town_row("Липовск", "08", "1", people="2 000"),
        town_row("Липовск", "08", "1", people="2 000"),
    ]
    assert cells(put(registers.TOWNS, *rows)) == [
        ("E2", WORDS["section"]), ("F3", WORDS["money"]),
        ("C4", WORDS["basis"]), ("D4", WORDS["people"]),
        ("B5", WORDS["year"]), ("H5", WORDS["link"]), ("I5", WORDS["day"]),
        ("E7", WORDS["twice"]),
    ]  # fmt: skip
    assert not Peer.objects.exists()
    told = put(
        registers.TOWNS, town_row("Липовск", "07", "1"), town_row("Липовск", "08", "1", people="2")
    )
    assert cells(told) == [("D3", WORDS["differs"])]


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(Invalid):
        registering.import_register(
            makers.role("approver"), kind=registers.TOWNS, data="а;б\n1;2\n".encode(), name="x.csv"
        )
    with pytest.raises(Invalid):
        put(registers.TOWNS)


def test_indicators_stand_beside_the_money_of_their_programme(client: Client) -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    put(
        registers.INDICATORS,
        ["0100000000", "Места в кружках", "мест", "2025", "78,5", "80", "Отчёт", ""],
        ["1", "Места в кружках", "мест", "2026", "81", "", "Паспорт", "https://example.org/p"],
    )
    for axis, key in (("programme", "01"), ("function", "07-0702-01")):
        shown = page(client, "read-node", YEAR, axis, key)
        assert "Что обещали и что вышло" in shown
        assert "78,5" in shown
        assert "нет данных" in shown
    assert "Что обещали" not in page(client, "read-node", YEAR, "programme", "02")
    assert "Что обещали" not in page(client, "read-node", YEAR, "function", "07")
    put(registers.INDICATORS, ["01", "Места в кружках", "мест", "2026", "81", "90", "Отчёт", ""])
    assert Indicator.objects.count() == 2
    assert "90" in page(client, "read-node", YEAR, "programme", "01")
    registering.drop_register(makers.role("approver"), kind=registers.INDICATORS, key=f"01-{YEAR}")
    assert [one.year for one in Indicator.objects.all()] == [2025]


def test_wrong_cells_of_indicators_are_told() -> None:
    told = put(
        registers.INDICATORS,
        ["012", "Показатель", "шт", "2026", "1", "", "Отчёт", ""],
        ["01", "Показатель", "шт", "2026", "один", "", "Отчёт", ""],
        ["01", "Пусто", "шт", "2026", "", "", "Отчёт", ""],
        ["01", "Без источника", "шт", "2026", "1", "", "", ""],
    )
    assert cells(told) == [
        ("A2", WORDS["programme"]), ("E3", WORDS["value"]),
        ("E4", WORDS["blank"]), ("G5", WORDS["blank"]),
    ]  # fmt: skip
    assert not Indicator.objects.exists()


def test_a_payment_is_found_from_its_line_and_by_its_contract(client: Client) -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    put(
        registers.PAYMENTS,
        pay("1", "100 000,50"),
        pay("2", "50 000", on="20.08.2026"),
        pay("2", "7", code="90105030220145670244", on="20.08.2026", who="", inn=""),
    )
    shown = page(client, "read-node", YEAR, "function", "07-0702-01")
    assert "Оплачено по контрактам 150 000,50 ₽" in shown
    assert shown.count("Оплачено по контрактам") == 1
    line = page(client, "list-payments", YEAR, line="902-0702-0110200590-611")
    assert "2 платежа" in line
    assert "Ремонт школы" in line
    assert "08 11" not in line
    assert "0811-А" in line
    deal = page(client, "contract-payments", contract="0811-а")
    assert "3 платежа" in deal
    told = beside.paid_by_contract("0811-А")
    assert told is not None
    assert (told.number, told.amount, told.last_on) == (3, 15_000_750, date(2026, 8, 20))
    for query in ({"line": "902"}, {"line": "902-0702-0110299999-611"}, {}):
        answer = client.get(reverse("transparency:list-payments", args=[YEAR]), query)
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("given", "cell", "what"),
    [
        ({"who": "Иванов Иван Петрович"}, "G2", "person"),
        ({"who": "ИП Сафина Р. Т."}, "G2", "person"),
        ({"inn": "500100732259"}, "H2", "person"),
        ({"inn": ""}, "G2", "no_inn"),
        ({"inn": "9900000305"}, "H2", "inn"),
        ({"what": "Выплата Сафиной А.Р."}, "F2", "person"),
        ({"what": "Выплата А. Р. Сафиной"}, "F2", "person"),
        ({"what": "Возмещение, тел. +7 917 000-00-00"}, "F2", "person"),
        ({"what": "Хасанов Марат Ильдар улы"}, "F2", "person"),
        ({"who": "ИВАНОВ ИВАН ПЕТРОВИЧ"}, "G2", "person"),
        ({"what": "ВЫПЛАТА ИВАНОВУ И.П."}, "F2", "person"),
        ({"what": "ВЫПЛАТА И. П. ИВАНОВУ"}, "F2", "person"),
        ({"what": "Договор с Ивановой Анной Сергеевной"}, "F2", "person"),
        ({"what": "Договор с Сафиной Алиёй Наилевной"}, "F2", "person"),
        ({"what": "ДОГОВОР С ПЕТРОВОЙ АННОЙ ИВАНОВНОЙ"}, "F2", "person"),
        ({"what": "Возврат, ИНН 500100732259"}, "F2", "person"),
        ({"what": "матпомощь петрову сергею"}, "F2", "person"),
        ({"what": "Матпомощь Алие Сафиной"}, "F2", "person"),
        ({"what": "матпомощь петрову"}, "F2", "person"),
        ({"what": "по договору с ивановым петром"}, "F2", "person"),
        ({"what": "За парковку Иванову И. И."}, "F2", "person"),
        ({"what": "За площадку Петрову И.И."}, "F2", "person"),
        ({"what": "Оплачено им Петрову И. И."}, "F2", "person"),
        ({"what": "Услуги музея Ивановой И.И."}, "F2", "person"),
        ({"what": "Аренда площади Ивановой И.И."}, "F2", "person"),
        ({"what": "Ремонт на ул. Труда Петрову И. И."}, "F2", "person"),
        ({"contract": "12 с Ивановым Иваном Петровичем"}, "C2", "person"),
        ({"contract": "12 ИП Сафина"}, "C2", "person"),
        ({"document": "Сафина А.Р."}, "B2", "person"),
        ({"amount": "999999999999999999999"}, "D2", "too_large"),
        ({"code": "0702"}, "E2", "kbk"),
        ({"contract": "№"}, "C2", "contract"),
    ],
)
def test_a_register_that_names_a_person_is_refused(
    given: dict[str, str], cell: str, what: str
) -> None:
    first = pay(**{"document": "1", "amount": "5", **given})
    told = put(registers.PAYMENTS, first, pay("2", "5"))
    assert cells(told) == [(cell, WORDS[what])]
    assert not Payment.objects.exists()
    assert not Register.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "Ремонт школы на ул. Пушкина А.С.",
        "Ремонт библиотеки имени Тукая Г.",
        "Кирпич, плитка и перила",
        "Оплата по счёту от 12.08.2026",
        "РЕМОНТ ШКОЛЫ НА УЛ. ПУШКИНА А.С.",
        "ОПЛАТА ПО СЧЁТУ 8912, В Т.Ч. НДС 20%",
        "РЕМОНТ В ДЕРЕВНЕ НА УРОВНЕ ПОЛА",
        "Основной корпус, Дневной стационар",
        "ОСНОВНОЙ ШКОЛЕ, УСЛОВНОЙ СУММОЙ, КИРПИЧНОЙ СТЕНОЙ",
        "Ремонт дороги по ул. Ильича",
        "Ремонт дороги по улице Степана Разина",
        "Ограда школы им. Героя Советского Союза Н. Г. Столярова",
        "Сквер Столярова Н. Г., парк Тукая Г.",
        "Подарок музею имени Тукая Г.",
        "матпомощь пострадавшим, разовой выплатой",
        "Рассада: 50 кустов лилии, окна для домов",
        "Ремонт окон в доме 5, основа и слова на табличке",
        "ООО «Петрович»",
    ],
)
def test_a_street_named_after_somebody_is_no_person(words: str) -> None:
    assert not names.is_person(words)


def test_a_number_with_letters_names_nobody() -> None:
    assert not names.names_person("08-ИП/2026")
    assert not names.names_person("0811300012026000123")


def test_a_payments_file_is_not_called_after_a_person() -> None:
    for name in ("Выплаты_Иванову_И.П..csv", "выплата Анне Сергеевне.csv"):
        with pytest.raises(Invalid):
            put(registers.PAYMENTS, pay("1", "5"), name=name)
    assert not Register.objects.exists()


def test_a_payment_stands_once_and_goes_with_its_register() -> None:
    put(registers.PAYMENTS, pay("1", "5"), pay("2", "5", on="20.12.2025"))
    with pytest.raises(Conflict):
        put(registers.PAYMENTS, pay("1", "5"), pay("2", "5", on="20.12.2025"))
    told = put(registers.PAYMENTS, pay("1", "6"), pay("3", "5"), pay("3", "5"))
    assert cells(told) == [
        ("B2", WORDS["known"]), ("B4", WORDS["twice"])
    ]  # fmt: skip
    put(registers.PAYMENTS, pay("4", "-2"))
    assert {one.year: one.amount for one in Paid.objects.all()} == {2025: 500, 2026: 300}
    first = Register.objects.get(rows_number=2)
    registering.drop_register(makers.role("approver"), kind=registers.PAYMENTS, key=str(first.id))
    assert {one.year: one.amount for one in Paid.objects.all()} == {2026: -200}


def test_an_approver_imports_and_an_author_looks(client: Client) -> None:
    there = reverse("transparency:import-register", args=["towns"])
    with pytest.raises(Refused):
        registering.import_register(
            makers.role("author"), kind=registers.TOWNS, data=b"x", name="x.csv"
        )
    sign_in(client, makers.role("author"))
    assert "загружает утверждающий" in page(client, "list-registers")
    assert client.get(there).status_code == 403
    sign_in(client, makers.role("approver"))
    assert "Пока ничего не загружено" in page(client, "list-registers")
    sample = client.get(reverse("transparency:export-sample", args=["towns"]))
    data = b"".join(sample.streaming_content)  # type: ignore[attr-defined]
    bad = data.decode().replace("104500", "сто тысяч").encode()
    answer = client.post(there, {"file": SimpleUploadedFile("t.csv", bad)})
    assert answer.status_code == 422
    assert "D2" in text_of(answer)
    assert "сто тысяч" in text_of(answer)
    answer = client.post(there, {"file": SimpleUploadedFile("t.csv", b"\x00")})
    assert answer.status_code == 422
    answer = client.post(there, {"file": SimpleUploadedFile("t.csv", data)})
    assert answer.status_code == 302
    assert "Липовск" in page(client, "list-registers")
    peer = Peer.objects.get()
    client.post(reverse("transparency:drop-register", args=["towns"]), {"key": str(peer.id)})
    assert not Peer.objects.exists()
    missing = reverse("transparency:import-register", args=["nothing"])
    assert client.get(missing).status_code == 404


def test_the_journal_tells_what_was_dropped_of_what_was_imported() -> None:
    approver = makers.role("approver")
    put(registers.TOWNS, town_row("Липовск", "07", "1"), town_row("Заречье", "07", "1"))
    put(registers.TOWNS, town_row("Липовск", "07", "2"))
    put(registers.INDICATORS, ["01", "Места", "мест", "2026", "81", "90", "Отчёт", ""])
    put(registers.PAYMENTS, pay("1", "5"))
    peer = Peer.objects.get(name="Липовск")
    register = Register.objects.get()
    for kind, key in (
        (registers.TOWNS, str(peer.id)),
        (registers.INDICATORS, "01-2026"),
        (registers.PAYMENTS, str(register.id)),
    ):
        registering.drop_register(approver, kind=kind, key=key)
    dropped = audit.every(Filters(kind="transparency.register_dropped"))
    told = {
        one.details["register"]: [
            each.kind.rpartition("_")[2] for each in audit.history(one.subject)
        ]
        for one in dropped
    }
    assert {kind: sorted(kinds) for kind, kinds in told.items()} == {
        registers.TOWNS: ["dropped", "imported", "imported"],
        registers.INDICATORS: ["dropped", "imported"],
        registers.PAYMENTS: ["dropped", "imported"],
    }


def test_what_stands_beside_the_budget_is_open_data() -> None:
    put(registers.TOWNS, town_row("Липовск", "всего", "3"), town_row("Липовск", "07", "1,5"))
    put(registers.INDICATORS, ["01", "Места", "мест", "2026", "78,5", "", "Отчёт", ""])
    put(registers.PAYMENTS, pay("1", "100,50"), pay("2", "7", who="", inn=""))
    told = {
        one.code: [
            dict(zip([each.name for each in one.columns], row, strict=True)) for row in one.rows()
        ]
        for one in datasets.DATASETS
    }
    towns = told["budget-towns"]
    assert [(one["town"], one["section"], one["amount"]) for one in towns] == [
        ("Липовск", None, 3), ("Липовск", "07", 1.5)
    ]  # fmt: skip
    (indicator,) = told["programme-indicators"]
    assert (indicator["plan"], indicator["fact"], indicator["source_url"]) == (78.5, None, None)
    first, second = told["contract-payments"]
    assert (first["amount"], first["contract"], first["inn"]) == (100.5, "0811-А", "9900000306")
    assert (first["section"], first["subsection"]) == ("07", "02")
    assert second["recipient"] is None


def test_a_town_by_plan_and_as_done_are_told_apart_in_the_list(client: Client) -> None:
    put(
        registers.TOWNS,
        town_row("Липовск", "07", "1"),
        town_row("Липовск", "07", "1", basis="факт"),
    )
    sign_in(client, makers.role("author"))
    shown = page(client, "list-registers")
    assert f"Липовск, {YEAR} (По плану)" in shown
    assert f"Липовск, {YEAR} (Исполнено за год)" in shown


@pytest.mark.parametrize("kind", registers.KINDS)
def test_each_sample_is_taken_as_it_is(kind: str) -> None:
    sample = register_words.ABOUT[kind].sample
    told = registering.import_register(
        makers.role("approver"), kind=kind, data=makers.csv(sample), name="sample.csv"
    )
    assert (told.wrong_number, len(told.records)) == (0, len(sample) - 1)


def test_pages_ask_as_much_however_many_rows_there_are(client: Client) -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    put(registers.TOWNS, town_row("Липовск", "07", "1"))
    put(registers.PAYMENTS, pay("1", "5"))
    paths = [
        reverse("transparency:compare-towns", args=[YEAR]),
        reverse("transparency:read-node", args=[YEAR, "function", "07-0702-01"]),
        f"{reverse('transparency:list-payments', args=[YEAR])}?line=902-0702-0110200590-611",
    ]

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    before = [asked(path) for path in paths]
    put(registers.TOWNS, *(town_row(f"Город {n}", "07", "1") for n in range(9)))
    put(registers.PAYMENTS, *(pay(f"n{n}", "5", contract=f"K{n}") for n in range(70)))
    assert [asked(path) for path in paths] == before
    assert "Показать ещё" in page(client, "list-payments", YEAR, line="902-0702-0110200590-611")
