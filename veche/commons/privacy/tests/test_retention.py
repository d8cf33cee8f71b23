"""What is kept for a while: the rules, their runs, what went wrong, in plain words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.privacy import keeping, public, queries
from veche.commons.privacy.models import DataRequest, Destruction
from veche.kernel import clock, jobs
from veche.kernel.ids import new_id
from veche.kernel.models import RetentionRun

PAGE = "/office/privacy/retention/"


@pytest.fixture
def officer(town: Any) -> PersonRef:
    return make_person(roles=["privacy"])


@pytest.fixture
def all_ran(town: Any) -> None:
    for rule in keeping.rules():
        RetentionRun.objects.create(job=rule.job)


def run(job: str) -> None:
    jobs.registered()[job]()


def text_of(browser: Client, address: str = PAGE) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_rule_says_its_term_and_why(
    officer: PersonRef, all_ran: None, django_assert_max_num_queries: Any
) -> None:
    desk = sign_in(Client(), officer)
    text_of(desk)
    with django_assert_max_num_queries(14):
        shown = text_of(desk)
    for rule in keeping.rules():
        assert str(rule.what) in shown, rule.job
        assert rule.norm or (str(rule.term) and str(rule.source)), rule.job
    assert len(keeping.rules()) == len(queries.kept_states()) >= 6
    assert "Всё идёт по плану" in shown
    assert "Всё идёт по плану" in text_of(desk, "/office/privacy/")


def test_codes_leave_a_run_and_an_act(officer: PersonRef, all_ran: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO identity_challenge (id, kind, blind_index, sealed_address, code_mac,"
            " attempts, expires_at) VALUES (gen_random_uuid(), 'email', 'i', 's', 'm', 0, %s)",
            [clock.now() - timedelta(minutes=1)],
        )
    run("identity.forget_codes")
    run("identity.forget_codes")
    jobs.run_waiting()
    runs = RetentionRun.objects.filter(job="identity.forget_codes").order_by("id")
    assert [run.destroyed for run in runs] == [0, 1, 0]
    assert list(Destruction.objects.values_list("ground", "number")) == [("codes", 1)]
    assert "коды для входа" in text_of(sign_in(Client(), officer), "/office/privacy/")


def test_what_went_wrong_is_said_in_words(
    officer: PersonRef, all_ran: None, monkeypatch: Any
) -> None:
    def broken(**given: Any) -> int:
        raise OperationalError("secret words of the database")

    monkeypatch.setattr("veche.commons.identity.public.forget_erased", broken)
    with pytest.raises(OperationalError):
        run("ballots.forget_erased")
    shown = text_of(sign_in(Client(), officer))
    assert "база данных не ответила" in shown
    assert "secret words" not in shown
    assert len(public.retention_troubles()) == 1
    monkeypatch.undo()
    run("ballots.forget_erased")
    assert public.retention_troubles() == []


def test_a_missing_run_is_flagged(officer: PersonRef, all_ran: None) -> None:
    long_ago = clock.now() - timedelta(hours=50)
    RetentionRun.objects.filter(job="ballots.forget_erased").update(ran_at=long_ago)
    assert "Проверка пропущена" in text_of(sign_in(Client(), officer))
    assert ["пропущена" in one for one in public.retention_troubles()] == [True]
    RetentionRun.objects.all().delete()
    assert len(public.retention_troubles()) == len(keeping.rules())


def test_the_page_is_for_who_answers(town: Any) -> None:
    for roles in ([], ["admin"], ["clerk"]):
        assert sign_in(Client(), make_person(roles=roles)).get(PAGE).status_code == 403


def test_the_same_form_twice_is_one_act(officer: PersonRef) -> None:
    browser, key = sign_in(Client(), make_person()), str(new_id())
    made = {"kind": "access", "key": key}
    for _again in range(2):
        assert browser.post("/me/data/requests/new/", made).status_code == 302
    one = DataRequest.objects.get()
    desk, answer = sign_in(Client(), officer), {"outcome": "done", "key": str(new_id())}
    address = f"/office/privacy/requests/{one.number}/"
    for _again in range(2):
        assert desk.post(address, answer).status_code == 302
    # The retry of the first form comes late: the request is answered, and stays one.
    assert browser.post("/me/data/requests/new/", made).status_code == 302
    assert DataRequest.objects.count() == 1
    assert browser.post("/me/data/requests/new/", made | {"kind": "erasure"}).status_code == 409
    assert browser.post("/me/data/requests/new/", {"kind": "access"}).status_code == 422
