"""The administrator's pages: an address, its secret once, its log."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.webhooks.announcing import announcements
from veche.commons.webhooks.models import Delivery, Endpoint
from veche.commons.webhooks.tests.makers import add, is_signed, receiver
from veche.kernel import jobs

HERE = "/office/webhooks/"
KIND = "polls.poll_closed"


@pytest.fixture
def admin(town: Any, settings: Any) -> PersonRef:
    settings.WEBHOOKS_LOCAL = True
    return make_person(roles=["admin"])


@pytest.fixture
def desk(admin: PersonRef) -> Client:
    return sign_in(Client(), admin)


def form(address: str, **values: Any) -> dict[str, Any]:
    return {"url": address, "kinds": [KIND], "key": uuid4().hex, **values}


def test_from_the_first_address_to_the_answer(desk: Client, tmp_path: Path) -> None:
    assert "Адресов пока нет" in desk.get(HERE).content.decode()
    with receiver(tmp_path, "take") as there:
        sent = form(there.url)
        page = desk.post(f"{HERE}add/", sent)
        secret = re.search(r"whsec_[\w+/=]{44}", html.unescape(page.content.decode()))
        assert secret is not None
        assert "no-store" in page["Cache-Control"]
        one = Endpoint.objects.get()
        again = desk.post(f"{HERE}add/", sent)
        assert (again.status_code, Endpoint.objects.count()) == (302, 1)
        assert secret[0] not in desk.get(again["Location"]).content.decode()
        desk.post(f"{HERE}{one.id}/test/")
        jobs.run_waiting()
        (request,) = there.got()
        assert is_signed(request, secret[0])
    log = desk.get(f"{HERE}{one.id}/").content.decode()
    assert "Проверка" in log
    assert "Принято" in log
    assert "ответ 204" in log
    resend = f"{HERE}deliveries/{Delivery.objects.get().id}/resend/"
    assert resend in log
    assert desk.post(resend).status_code == 302


def test_states_and_the_end(desk: Client, admin: PersonRef) -> None:
    one, _secret = add(admin, "http://127.0.0.1:1/", KIND)
    desk.post(f"{HERE}{one}/stop/")
    assert "Выключен" in desk.get(HERE).content.decode()
    assert desk.post(f"{HERE}{one}/test/").status_code == 409
    desk.post(f"{HERE}{one}/start/")
    assert "Работает" in desk.get(HERE).content.decode()
    Endpoint.objects.update(state="broken")
    assert "Остановлен: программа не отвечает" in desk.get(f"{HERE}{one}/").content.decode()
    assert "Удалить адрес?" in desk.get(f"{HERE}{one}/remove/").content.decode()
    desk.post(f"{HERE}{one}/remove/")
    assert not Endpoint.objects.exists()
    kinds = {entry.kind for entry in audit.history(one)}
    verbs = ("added", "stopped", "started", "removed")
    assert kinds == {f"webhooks.webhook_{verb}" for verb in verbs}


@pytest.mark.parametrize(
    "values",
    [
        {"url": ""},
        {"url": "https://10.0.0.1/"},
        {"kinds": []},
        {"kinds": ["polls.poll_agreed"]},
        {"key": "short"},
        {"url": "https://a.example/" + "x" * 500},
    ],
)
def test_a_bad_form_adds_nothing(desk: Client, values: dict[str, Any]) -> None:
    assert desk.post(f"{HERE}add/", form("http://127.0.0.1:1/", **values)).status_code == 422
    assert not Endpoint.objects.exists()


def test_doors(admin: PersonRef) -> None:
    one, _secret = add(admin, "http://127.0.0.1:1/", KIND)
    author = sign_in(Client(), make_person(roles=["author", "approver"]))
    for address in (HERE, f"{HERE}add/", f"{HERE}{one}/", f"{HERE}{one}/remove/"):
        assert Client().get(address)["Location"].startswith("/sign-in/?next=")
        assert author.get(address).status_code == 403
    for verb in ("test", "stop", "start", "remove"):
        assert author.post(f"{HERE}{one}/{verb}/").status_code == 403
        assert Client().post(f"{HERE}{one}/{verb}/").status_code == 403
    assert Endpoint.objects.get().state == "on"
    desk = sign_in(Client(), admin)
    assert desk.get(f"{HERE}{uuid4()}/").status_code == 404
    assert desk.post(f"{HERE}deliveries/{uuid4()}/resend/").status_code == 404


def test_the_log_costs_the_same_however_long(
    desk: Client, admin: PersonRef, django_assert_num_queries: Any
) -> None:
    one, _secret = add(admin, "http://127.0.0.1:1/", KIND)
    for _ in range(3):
        desk.post(f"{HERE}{one}/test/")
    with django_assert_num_queries(6):
        desk.get(f"{HERE}{one}/")


def test_what_services_announce_is_said_in_words() -> None:
    told = announcements()
    assert len(told) >= 10
    assert len({one.kind for one in told}) == len(told)
    assert all(str(one.title) and one.example for one in told)
