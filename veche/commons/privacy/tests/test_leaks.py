"""The plan for a leak can be run: clocks by norms, steps with who and when, drills marked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from veche.commons.audit import public as audit
from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms import public as norms
from veche.commons.privacy import actions, policies, rules, wording
from veche.commons.privacy.models import Leak, LeakStep
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.errors import Invalid, NotFound, Refused
from veche.kernel.ids import new_id

DESK = "/office/privacy/"


@pytest.fixture
def officer(town: Any) -> PersonRef:
    return make_person(roles=["privacy"])


def test_each_step_has_its_words() -> None:
    assert tuple(wording.STEPS) == rules.STEPS


def test_a_drill_runs_from_the_button_to_the_end(officer: PersonRef) -> None:
    desk, today = sign_in(Client(), officer), clock.today(towns.current().time_zone)
    page = desk.post(f"{DESK}leaks/start/", {"what": "drill", "key": new_id()})["Location"]
    leak = Leak.objects.get()
    assert leak.is_drill
    for ends, code in (
        (leak.notice_by, "leak.notice_hours"),
        (leak.investigate_by, "leak.investigation_hours"),
    ):
        assert ends - leak.found_at == timedelta(hours=norms.value(code, today).value)
    assert "Это учёба" in desk.get(page).content.decode()
    assert desk.post(f"{page}end/").status_code == 403
    for step in rules.STEPS:
        assert desk.post(f"{page}step/", {"step": step})["Location"] == page
    assert "Завершить" in desk.get(page).content.decode()
    assert desk.post(f"{page}end/")["Location"] == page
    shown = desk.get(page).content.decode()
    assert "Завершена" in shown
    assert '">Сделано<' not in shown
    assert leak.number in desk.get(DESK).content.decode()
    told = [one.kind for one in audit.history(leak.number)]
    assert told == ["privacy.leak_ended", *["privacy.leak_step_done"] * 6, "privacy.leak_started"]


def test_a_leak_in_earnest_is_not_marked_as_a_drill(officer: PersonRef) -> None:
    desk = sign_in(Client(), officer)
    page = desk.post(f"{DESK}leaks/start/", {"what": "leak", "key": new_id()})["Location"]
    assert not Leak.objects.get().is_drill
    assert "Это учёба" not in desk.get(page).content.decode()
    Leak.objects.update(notice_by=clock.now() - timedelta(minutes=1))
    assert "Срок прошёл" in desk.get(page).content.decode()
    desk.post(f"{page}step/", {"step": "notice"})
    assert "Срок прошёл" not in desk.get(page).content.decode()


def test_pressing_twice_is_once_and_nothing_follows_the_end(officer: PersonRef) -> None:
    number = actions.start_leak(officer, is_drill=True)
    assert actions.start_leak(officer, is_drill=True) == number
    assert actions.start_leak(officer, is_drill=False) != number
    for step in (*rules.STEPS, "stop"):
        actions.finish_step(officer, number=number, step=step)
    assert LeakStep.objects.count() == len(rules.STEPS)
    with pytest.raises(Invalid):
        actions.finish_step(officer, number=number, step="rest")
    actions.end_leak(officer, number=number)
    with pytest.raises(Refused) as refusal:
        actions.finish_step(officer, number=number, step="stop")
    assert refusal.value.code == "leak-over"
    with pytest.raises(Refused):
        actions.end_leak(officer, number=number)
    with pytest.raises(NotFound):
        actions.end_leak(officer, number="00000000")


def test_others_cannot(officer: PersonRef) -> None:
    number = actions.start_leak(officer, is_drill=True)
    admin = sign_in(Client(), make_person(roles=["admin"]))
    assert admin.get(f"{DESK}leaks/{number}/").status_code == 403
    for address in ("start/", f"{number}/step/", f"{number}/end/"):
        assert admin.post(f"{DESK}leaks/{address}").status_code == 403, address
    assert Leak.objects.count() == 1


def test_policy() -> None:
    one = PersonRef(id=uuid4(), level=1, roles=frozenset({"privacy"}))
    assert policies.may_run_leak_plan(one)
    assert not policies.may_run_leak_plan(ANONYMOUS)
    assert not policies.may_run_leak_plan(PersonRef(id=uuid4(), level=1))
    assert policies.may_run_leak_plan(one, is_over=True).code == "leak-over"
    assert policies.may_run_leak_plan(one, steps_left=1).code == "steps-left"
