"""A whole talk by key: both sides, each step once, and what a key may not say."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import bearer, make_person, make_token
from veche.commons.matching import actions
from veche.commons.matching.models import Match, Skill
from veche.commons.matching.queries.standing import today
from veche.commons.matching.rules import states
from veche.commons.matching.tests.makers import Talk, make_need, make_solver, picture
from veche.commons.organisations.tests.makers import make_organisation
from veche.kernel.errors import Invalid
from veche.kernel.models import OutboxEvent

pytestmark = pytest.mark.usefixtures("town")
API = "/api/v1/together"


class Program:
    """Somebody's program with a key that may help."""

    def __init__(self, person: PersonRef, *scopes: str) -> None:
        self.key: Any = bearer(make_token(person, *(scopes or ("help",))))
        self.number = 0

    def post(self, path: str, *, again: bool = False, **sent: Any) -> tuple[int, Any]:
        """What is answered; `again` is the very same request once more."""
        self.number += not again
        answer = Client().post(
            f"{API}{path}",
            sent,
            content_type="application/json",
            headers={"Idempotency-Key": f"the-word-of-{self.number:06d}"},
            **self.key,
        )
        return answer.status_code, answer.json()

    def get(self, path: str) -> Any:
        return Client().get(f"{API}{path}", **self.key).json()


def test_a_deed_is_agreed_on_and_done_by_key() -> None:
    asker, helper = make_person(), make_person()
    solver, need = make_solver(helper), make_need(asker.id)
    asks, helps = Program(asker), Program(helper)
    offer: dict[str, Any] = {"solver": solver.slug, "words": "Могу в субботу"}
    code, talk = helps.post(f"/needs/{need.slug}/offers", **offer)
    assert (code, talk["state"], talk["turn"]) == (200, "offered", ["asker"])
    steps = f"/talks/{talk['id']}/steps"
    agreed = asks.post(steps, verb="accept")
    assert agreed[1]["state"] == "agreed"
    # A repeat gets the first answer, whatever has become of it since.
    assert helps.post(f"/needs/{need.slug}/offers", again=True, **offer) == (200, talk)
    assert Match.objects.count() == 1
    assert helps.post(steps, verb="accept")[0] == 403
    # The same word with another act is no repeat.
    assert asks.post(steps, again=True, verb="withdraw")[0] == 409
    assert helps.post(steps, verb="plan", text="В десять")[0] == 422
    day = (today() + timedelta(days=2)).isoformat()
    planned = helps.post(steps, verb="plan", on=day, hands=2, text="В десять у подъезда")[1]
    assert (planned["state"], planned["plan_on"]) == ("drafted", day)
    assert asks.post(steps, again=True, verb="accept") == agreed
    assert asks.post(steps, verb="agree")[1]["state"] == "planned"
    # Whose the place is says yes on the page.
    assert asks.post(steps, verb="allow")[0] == 422
    actions.allow_work(make_person(roles=["author"]), slug=talk["id"])
    assert "hand_over" in asks.get(f"/talks/{talk['id']}")["may"]
    assert asks.post(steps, verb="hand_over")[1]["state"] == "handed"
    assert helps.post(steps, verb="prove", text="Убрали", photos=["не фото"])[0] == 422
    photo = base64.b64encode(picture()).decode()
    proven = helps.post(steps, verb="prove", text="Убрали", photos=[photo])[1]
    assert (proven["state"], proven["proof"]) == ("proven", "Убрали")
    assert asks.post(steps, verb="confirm", thanks=["kind"])[1]["state"] == "done"
    mine = helps.get("/mine")
    assert [one["id"] for one in mine["helpers"]] == [solver.slug]
    assert [one["state"] for one in mine["talks"]] == ["done"]


def test_a_key_asks_and_is_kept_to_its_right() -> None:
    asker, helper = make_person(), make_person()
    solver, need = make_solver(helper), make_need(asker.id)
    asks = Program(asker)
    there = f"/needs/{need.slug}/requests"
    code, talk = asks.post(there, solver=solver.slug)
    assert (code, talk["state"]) == (200, "asked")
    assert (
        Program(helper).post(f"/talks/{talk['id']}/steps", verb="decline", text="Уехал")[0] == 200
    )
    assert Program(make_person(), "write").post(there, solver=solver.slug)[0] == 403
    stranger = Program(make_person())
    assert stranger.post(there, solver=solver.slug)[0] == 403
    assert stranger.post(f"/talks/{talk['id']}/steps", verb="accept")[0] == 404
    assert Client().get(f"{API}/mine").status_code == 401


def test_the_other_side_is_not_abused() -> None:
    helper = make_person()
    solver, need = make_solver(helper), make_need(make_person().id)
    for words in ("Ты дурак и сволочь", "Убью тебя"):
        with pytest.raises(Invalid) as rude:
            actions.offer_help(helper, slug=need.slug, solver_slug=solver.slug, words=words)
        assert set(rude.value.fields) == {"words"}
    said = "Позвоните: 8 900 123-45-67. Мой паспорт 92 18 123456"
    slug = actions.offer_help(helper, slug=need.slug, solver_slug=solver.slug, words=said)
    words = Match.objects.get(slug=slug).words
    assert "8 900 123-45-67" in words
    assert "123456" not in words


def test_whoever_changes_a_helper_holds_the_row() -> None:
    head = make_person()
    firm = make_organisation(head, 61, name="Сварка")
    known: dict[str, Any] = {"kinds": ["welding"], "licences": {"welding": "№ 7"}, "name": ""}
    solver = make_solver(head, organisation_id=firm.id, **known)
    described = actions.Described(about="", hands=3, **known)
    skill = Skill.objects.get(solver=solver)
    clerk = make_person(roles=["clerk"])
    verbs = (
        lambda: actions.describe_skills(head, given=described, organisation_id=firm.id),
        lambda: actions.close_solver(head, slug=solver.slug),
        lambda: actions.open_solver(head, slug=solver.slug),
        lambda: actions.check_licence(clerk, skill_id=skill.pk, is_good=True),
        lambda: actions.rewrite_solver(solver.id, "Варим"),
    )
    for verb in verbs:
        with CaptureQueriesContext(connection) as asked:
            verb()
        held = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
        assert any("matching_solver" in one for one in held)


def test_the_other_side_hears_of_who_is_gone() -> None:
    talk = Talk().until(states.AGREED)
    actions.forget_person([talk.helper.known_id])
    told = OutboxEvent.objects.get(kind="matching.match_withdrawn")
    assert told.payload["match_id"] == str(talk.row.id)
    talk.need.refresh_from_db()
    assert talk.need.state == states.OPEN
