"""Pages of neighbours' days as a browser without scripts meets them."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.files.tests.makers import photo
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import bearer, make_person, make_token, sign_in
from veche.commons.organisations.tests.makers import make_organisation
from veche.domains.workdays import rules
from veche.domains.workdays.actions import calling, lending
from veche.domains.workdays.models import Day, Hand
from veche.domains.workdays.queries import reading, terms
from veche.domains.workdays.tests import makers
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("places_town")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def url(name: str, *args: Any) -> str:
    return reverse(f"workdays:{name}", args=args)


def page(client: Client, name: str, *args: Any, **asked: Any) -> str:
    answer = client.get(url(name, *args), asked)
    assert answer.status_code == 200
    return text_of(answer)


def form(**changed: Any) -> dict[str, Any]:
    values = {
        "sheet": 1,
        "title": makers.TITLE,
        "text": "Доски уже есть.",
        "address": "Луговая улица, 54",
        "owner": "",
        "on": str(terms.today() + timedelta(days=5)),
        "starts": "10:00",
        "length": "2",
        "hands_needed": "6",
        "bring": "Перчатки",
        "is_read": "on",
    }
    return {**values, **changed}


def test_a_day_is_called_by_one_form(client: Client, town: Any) -> None:
    assert "Это обязан" not in page(client, "choose-work")
    assert "257-ФЗ" in page(client, "choose-work")
    answer: Any = client.get(url("call-day", "bench"))
    assert "sign-in" in answer.url
    sign_in(client, make_person())
    assert "Тяжёлое поднимают вдвоём" in page(client, "call-day", "bench")
    assert client.get(url("call-day", "roads")).status_code == 403
    there = url("call-day", "bench")
    wrong = form(on=str(terms.today()), address="Нет такой, 1", is_read="")
    answer = client.post(there, wrong)
    assert answer.status_code == 422
    for words in ("Такого дома нет", "Прочитайте памятку"):
        assert words in text_of(answer)
    assert "не раньше семи" in text_of(client.post(there, form(starts="05:00")))
    assert "Закончите до 23" in text_of(client.post(there, form(starts="22:30")))
    answer = client.post(there, form(on=str(terms.today())))
    assert answer.status_code == 422
    assert "Выберите день от" in text_of(answer)
    upload = SimpleUploadedFile("yard.jpg", photo(), "image/jpeg")
    assert client.post(there, form(photos=[upload])).status_code == 302
    row = Day.objects.get()
    assert terms.local(row.starts_at).hour == 10
    assert "Читает модератор" in page(client, "read-day", row.slug)
    assert len(makers.photos_of(row)) == 1
    client = Client()
    assert client.get(url("read-day", row.slug)).status_code == 404


def test_the_owner_agrees_by_one_tap_and_neighbours_come(client: Client, town: Any) -> None:
    row = makers.asking()
    assert makers.TITLE not in page(client, "list-days")
    sign_in(client, makers.role("approver"))
    assert makers.TITLE in page(client, "list-all")
    assert "Разрешаю" in page(client, "read-day", row.slug)
    assert client.post(url("allow-day", row.slug)).status_code == 302
    client = Client()
    shown = page(client, "list-days")
    assert makers.TITLE in shown
    assert "Нужно ещё 5 пар рук" in shown
    person = make_person()
    sign_in(client, person)
    there = url("join-day", row.slug)
    assert "Тяжёлое поднимают вдвоём" in text_of(client.get(there))
    assert client.post(there, {"sheet": 1, "hands": "2"}).status_code == 422
    assert client.post(there, {"sheet": 9, "hands": "2", "is_read": "on"}).status_code == 409
    assert client.post(there, {"sheet": 1, "hands": "2", "is_read": "on"}).status_code == 302
    assert "ваш номер 2" in page(client, "read-day", row.slug)
    assert makers.TITLE in page(client, "list-own")
    assert client.post(url("leave-day", row.slug)).status_code == 302
    assert makers.fresh(row).hands == 1


def test_an_official_confirms_by_one_tap_whose_the_place_is(client: Client, town: Any) -> None:
    owner = make_organisation(make_person(), 77, name="УК «Заречье»")
    row = makers.asking(owner_organisation_id=owner.id)
    sign_in(client, makers.role("coordinator"))
    assert "пишет: место УК «Заречье»" in page(client, "read-day", row.slug)
    sent = client.post(url("turn-over-day", row.slug), {"owner": row.owner_name})
    assert sent.status_code == 302
    assert makers.fresh(row).owner_organisation_id == owner.id
    assert "Так и есть?" not in page(client, "read-day", row.slug)


def test_a_no_has_a_reason(client: Client, town: Any) -> None:
    row = makers.asking()
    sign_in(client, makers.role("approver"))
    there, given = url("forbid-day", row.slug), {"reason": "Там кабель"}
    assert client.post(there, {**given, "reason": " "}).status_code == 422
    assert client.post(there, given).status_code == 302
    assert client.post(there, given).status_code == 403
    assert "Там кабель" in page(client, "read-day", row.slug)


def test_tools_are_taken_and_brought(client: Client, town: Any) -> None:
    caller, rake = make_person(), makers.tool(3)
    row = makers.called(caller)
    sign_in(client, caller)
    there, field = url("hold-tools", row.slug), lending.field_of(rake)
    assert "Свободно на этот день: 3" in text_of(client.get(there))
    assert client.post(there, {field: "4"}).status_code == 422
    assert client.post(there, {field: "2"}).status_code == 302
    assert "Грабли: 2" in page(client, "read-day", row.slug)
    makers.came_to_pass(row)
    sign_in(client, makers.role("clerk"))
    assert "не вернули" in page(client, "list-tools")
    assert client.post(url("give-back-tools", row.slug)).status_code == 302
    assert "не вернули" not in page(client, "list-tools")
    assert client.post(url("save-tool", rake), {"title": "Грабли", "count": "7"}).status_code == 302
    assert client.post(url("add-tool"), {"title": "Лопата", "count": "x"}).status_code == 422
    assert makers.count_of(rake) == 7


def test_hours_become_a_certificate_that_anybody_checks(client: Client, town: Any) -> None:
    caller, person = make_person(), make_person()
    row = makers.called(caller)
    makers.join(row, person)
    makers.came_to_pass(row)
    sign_in(client, caller)
    assert "Номер 2" in page(client, "sum-up-day", row.slug)
    given = {"came-1": "90", "came-2": "90", "result": "Стоит крепко"}
    assert client.post(url("sum-up-day", row.slug), {**given, "came-2": "7"}).status_code == 422
    assert client.post(url("sum-up-day", row.slug), given).status_code == 302
    assert "Пришло 2 человек" in page(client, "read-day", row.slug)
    number = reading.helpers(row)[1].number
    assert number is not None
    there = url("own-certificate", number)
    assert client.get(there).status_code == 404, "another's"
    sign_in(client, person)
    answer: Any = client.get(there)
    assert answer.url.startswith(url("set-name"))
    name = {"surname": "Клюева", "name": "Анна", "patronymic": "", "agrees": "on"}
    assert client.post(answer.url, {**name, "agrees": ""}).status_code == 422
    answer = client.post(answer.url, name)
    assert answer.url == there
    assert client.get(there).content.startswith(b"%PDF")
    assert "1,5 часа" in page(client, "list-own")
    client = Client()
    shown = page(client, "check-certificate", number)
    assert "Справка настоящая" in shown
    assert "Анна К." in shown
    assert "Клюева" not in shown
    hyphened = f"{number[:4]}-{number[4:8]}-{number[8:]}"
    answer = client.get(url("find-certificate"), {"number": hyphened})
    assert answer.url == url("check-certificate", number)
    assert client.get(url("check-certificate", "0" * 12)).status_code == 404
    sign_in(client, person)
    client.post(url("set-name"), {"then": "forget"})
    assert identity.volunteer_names([person.known_id]) == {}
    assert "Анна" not in page(client, "check-certificate", number)


def test_the_file_holds_who_agreed(client: Client, town: Any) -> None:
    caller = make_person()
    bad = identity.VolunteerName("=cmd", "Иван")
    row = makers.called(caller)
    makers.join(row, makers.named(), shares_name=True)
    makers.join(row, makers.named(name=bad), shares_name=True)
    makers.join(row, makers.named())
    makers.came_to_pass(row)
    sign_in(client, caller)
    marks = {f"came-{one.badge}": "60" for one in reading.helpers(row)}
    client.post(url("sum-up-day", row.slug), marks)
    assert client.get(url("list-hours", row.slug, "csv")).status_code == 405
    answer: Any = client.post(url("list-hours", row.slug, "csv"))
    table = b"".join(answer.streaming_content).decode()
    assert table.count("\r\n") == 3
    assert "Клюева;Анна;Сергеевна" in table
    assert "'=cmd" in table
    sent: Any = client.post(url("list-hours", row.slug, "xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    rows = list(book.active.values)
    assert rows[0][0] == "Фамилия"
    assert {line[7] for line in rows[1:]} == {1}
    assert client.post(url("list-hours", row.slug, "doc")).status_code == 404
    sign_in(client, make_person())
    assert client.post(url("list-hours", row.slug, "csv")).status_code == 403


def test_lists_cost_the_same_however_long(client: Client, town: Any) -> None:
    def queries(**asked: str) -> int:
        page(client, "list-days", **asked)  # what is read once and kept for a while
        with CaptureQueriesContext(connection) as caught:
            page(client, "list-days", **asked)
        return len(caught)

    sign_in(client, make_person())
    makers.called()
    makers.done()
    few, were = queries(), queries(show="done")
    for number in range(3):
        makers.called(title=f"День {number}")
        makers.done(title=f"Был {number}")
    assert queries() == few <= 12
    assert queries(show="done") == were <= 12


def test_a_day_costs_the_same_however_many_come(client: Client, town: Any) -> None:
    row = makers.called()
    sign_in(client, make_person())

    def queries() -> int:
        page(client, "read-day", row.slug)
        with CaptureQueriesContext(connection) as caught:
            page(client, "read-day", row.slug)
        return len(caught)

    few = queries()
    for _n in range(3):
        makers.join(row)
    assert queries() == few <= 14


def test_the_list_is_narrowed_and_goes_on(client: Client, town: Any) -> None:
    makers.called(title="Здесь")
    makers.called(title="Там", place_id=None)
    place = next(one for one in terms.territories() if one.name == "Западный")
    shown = page(client, "list-days", place=str(place.id))
    assert "Здесь" in shown
    assert "Там" not in shown
    assert client.get(url("list-days"), {"after": "x"}).status_code == 422


def test_works_are_kept_by_the_town(client: Client, town: Any) -> None:
    sign_in(client, makers.role("admin"))
    assert "Обязан делать город" in page(client, "list-works")
    there = url("save-work", "bench")
    given = {
        "title": "Скамейка",
        "standing": "neighbours",
        "sheet": "Новое",
        "bring": "",
        "whom": "",
    }
    assert client.post(there, {**given, "sheet": ""}).status_code == 422
    assert client.post(there, given).status_code == 302
    assert "Новое" in page(client, "call-day", "bench")
    added = {**given, "title": "Кормушки", "standing": rules.DUTY, "whom": "Лесничий"}
    assert client.post(url("add-work"), added).status_code == 302
    assert "Лесничий" in page(client, "choose-work")


def test_programs_read_the_same(client: Client, town: Any) -> None:
    row, was, asked = makers.called(), makers.done(), makers.asking()
    api = "/api/v1/workdays"
    assert [one["slug"] for one in client.get(api).json()["items"]] == [row.slug]
    assert client.get(api, {"show": "done"}).json()["items"][0]["minutes"] == was.minutes
    assert client.get(f"{api}/{row.slug}").json()["title"] == makers.TITLE
    assert client.get(f"{api}/{asked.slug}").status_code == 404
    works = {one["code"]: one for one in client.get(f"{api}/works").json()}
    assert works["bench"]["sheet"]
    assert works["roads"]["standing"] == "duty"
    number = reading.helpers(was)[0].number
    assert client.get(f"{api}/certificates/{number}").json()["minutes"] == 120
    assert client.get(f"{api}/certificates/{'0' * 12}").status_code == 404


def test_a_key_calls_neighbours_and_comes(client: Client, town: Any) -> None:
    caller, neighbour = make_person(), make_person()
    api, key = "/api/v1/workdays", bearer(make_token(caller, "help"))
    again: Any = {"headers": {"Idempotency-Key": "the-very-same-word"}, **key}
    given = {
        "work": "bench",
        "sheet_number": 1,
        "title": makers.TITLE,
        "address": "Луговая улица, 54",
        "on": str(terms.today() + timedelta(days=5)),
        "starts": "10:00",
    }
    json: Any = {"content_type": "application/json"}
    night = client.post(api, {**given, "starts": "22:30"}, **json, **again)
    assert (night.status_code, set(night.json()["fields"])) == (422, {"starts"})
    unseen = client.post(api, {**given, "title": "\u200b"}, **json, **again)
    assert (unseen.status_code, set(unseen.json()["fields"])) == (422, {"title"})
    made = client.post(api, given, **json, **again).json()
    row = Day.objects.get()
    calling.judge_day(day_id=row.id, judged=Judged(is_passed=True))
    assert client.post(api, given, **json, **again).json() == made
    assert (row.slug, row.caller_id, row.hands_needed) == (made["slug"], caller.id, 6)
    called = makers.called()
    there = f"{api}/{called.slug}/coming"
    comes: Any = bearer(make_token(neighbour, "help", name="Идёт"))
    sent = {"coming": True, "hands": 2, "sheet_number": 1}
    for _n in range(2):
        found = client.put(there, sent, **json, **comes).json()
        assert (found["badge"], found["hands"]) == (2, 3)
    # What was said on the page of one's name is not unsaid by a program that does not speak of it.
    Hand.objects.filter(badge=2).update(shares_name=True)
    client.put(there, sent, **json, **comes)
    assert Hand.objects.get(badge=2).shares_name
    assert client.put(there, {**sent, "sheet_number": 7}, **json, **comes).status_code == 409
    assert client.put(there, {"coming": False}, **json, **comes).json()["hands"] == 1


def test_the_service_is_not_there_before_the_town_opens_it(client: Client, town: Any) -> None:
    switch_service("workdays", "off")
    assert client.get(url("list-days")).status_code == 404
