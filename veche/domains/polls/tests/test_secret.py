"""A secret poll from the wizard to the count, with a real box, signer and database."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from veche.commons.ballots import public as ballots
from veche.commons.ballots.tests.makers_secret import (
    BoxProgram,
    Browser,
    SecretPoll,
    box,
    box_program,
    marked,
    register_poll,
    signer_socket,
)
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls import actions, jobs, queries
from veche.domains.polls.models import Mode, Poll, ResultsShown
from veche.domains.polls.tests import office_pages as pages
from veche.kernel import clock
from veche.kernel.errors import Conflict, Invalid

__all__ = ["box", "box_program", "signer_socket"]

# The least that the norm asks of a group.
FLOOR = 100


@pytest.fixture
def official(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["author", "approver"]))


def of(poll: Poll, part: str = "") -> str:
    return f"/office/polls/{poll.slug}/{part}"


def people(number: int = FLOOR) -> list[PersonRef]:
    return [make_person(birth_year=1980) for _number in range(number)]


def fresh(poll: Poll) -> Poll:
    return Poll.objects.get(id=poll.id)


def approved(official: Client) -> Poll:
    """A secret poll, published and not open yet."""
    poll = pages.ready(official)
    assert official.post(of(poll, "mode/"), {"mode": "secret"}).status_code == 302
    assert official.post(of(poll, "check/")).status_code == 302
    assert official.post(of(poll, "approve/")).status_code == 302
    return fresh(poll)


def opened(official: Client) -> Poll:
    """One that the box has."""
    poll = approved(official)
    jobs.open_secret_poll(str(poll.id))
    register_poll(poll.id)
    return fresh(poll)


def browser_of(poll: Poll) -> Browser:
    found = SecretPoll(poll.id, {}, poll.closes_at or clock.now())
    return Browser(found)


def take(client: Client, poll: Poll, browser: Browser) -> Any:
    order = {"stratum": 1, "blinded": b64encode(browser.blinded).decode()}
    address = f"/polls/{poll.slug}/blank/"
    kind = "application/json"
    return client.post(address, json.dumps(order), kind, HTTP_ACCEPT=kind)


def test_few_people_are_told_that_there_is_nowhere_to_hide(official: Client) -> None:
    people(5)
    poll = pages.ready(official)
    page = official.get(of(poll, "mode/")).content.decode()
    assert "Тайное голосование откроется, когда имеющих право голоса будет не меньше 100" in page
    refused = official.post(of(poll, "mode/"), {"mode": "secret"})
    assert refused.status_code == 422
    assert "Слишком мало голосующих" in refused.content.decode()
    assert official.post(of(poll, "check/")).status_code == 302
    assert fresh(poll).mode == Mode.OPEN, "too few to be secret unless somebody chose"


def test_what_cannot_be_asked_in_secret_is_named(official: Client) -> None:
    people()
    poll = pages.ready(official)
    pages.add_question(official, poll, kind="text", text="Что ещё?")
    page = official.get(of(poll, "mode/")).content.decode()
    assert "Эти вопросы тайно не задать" in page
    assert official.post(of(poll, "mode/"), {"mode": "secret"}).status_code == 422
    Poll.objects.filter(id=poll.id).update(mode=Mode.SECRET)
    check = official.get(of(poll, "check/")).content.decode()
    assert "выберите открытое голосование" in check


def test_a_secret_vote_goes_its_whole_way(official: Client, box: BoxProgram) -> None:
    voters = people()
    poll = approved(official)
    assert poll.results_shown == ResultsShown.AFTER_CLOSE
    late = make_person(birth_year=1980)
    voter = sign_in(Client(), late)
    waiting = voter.get(f"/polls/{poll.slug}/vote/").content.decode()
    assert "Урна готовится" in waiting
    jobs.open_secret_poll(str(poll.id))
    register_poll(poll.id)
    poll = fresh(poll)
    assert poll.opened_at is not None
    told = json.loads(ballots.secret_manifest(poll.id))
    assert told["questions"][0]["text"] == "Какой сквер обновить?"
    assert told["questions"][0]["options"][:2] == ["Сквер Мира", "Тихий залив"]
    assert len(told["client_sha384"]) == 4
    # Who came before it opened is in the list, who came after is told why not.
    page = voter.get(f"/polls/{poll.slug}/vote/")
    assert f"/p/{poll.id}" in page.content.decode()
    assert "connect-src 'self' http://box.test" in page.headers["Content-Security-Policy"]
    stranger = sign_in(Client(), make_person(birth_year=1980))
    assert "Вас нет в списке" in stranger.get(f"/polls/{poll.slug}/vote/").content.decode()

    browser = browser_of(poll)
    answer = take(voter, poll, browser)
    assert answer.status_code == 200, answer.content
    assert take(voter, poll, browser).json() == answer.json(), "a lost answer is given again"
    second = take(voter, poll, browser_of(poll))
    assert (second.status_code, second.json()["code"]) == (409, "already-issued")
    assert "бланк взят" in voter.get("/me/").content.decode()
    assert "Бланк взят" in voter.get(f"/polls/{poll.slug}/").content.decode()
    assert voter.get("/").status_code == 200
    browser.finish(b64decode(answer.json()["blind_sig"]))
    assert box.cast(poll.id, browser.ballot(marked(0)[:1])).status_code == 200

    # The lane of the server: only when it was asked for by name.
    plain = sign_in(Client(), voters[0])
    unasked = plain.post(f"/polls/{poll.slug}/vote/", {"q1": "o2"})
    assert unasked.status_code == 422
    assert "Здесь бланк запечатать нечем" in unasked.content.decode()
    assert ballots.secret_figures(poll.id).issued == 0
    done = plain.post(f"/polls/{poll.slug}/vote/", {"q1": "o2", "assisted": "yes"})
    assert done.status_code == 200
    assert "Голос в урне" in done.content.decode()
    again = plain.post(f"/polls/{poll.slug}/vote/", {"q1": "o1", "assisted": "yes"})
    assert again.status_code == 409
    with pytest.raises(Conflict):
        actions.cast_ballot(voters[1], poll=queries.poll_for(voters[1], poll.slug), choice={})

    for part in ("hours/", "hours.csv", "control/", "control.json", "receipt/", "check/"):
        assert voter.get(f"/polls/{poll.slug}/{part}").status_code in {302, 404}, part
    assert "бланков выдано" in voter.get(f"/polls/{poll.slug}/").content.decode()
    assert official.post(of(poll, "withdraw/")).status_code == 409
    longer = {"closes_at": pages.moment(9), "reason": "Дороги развезло, дадим всем успеть."}
    assert official.post(of(poll, "extend/"), longer).status_code == 409


def test_the_box_that_is_away_opens_nothing(official: Client, box: BoxProgram) -> None:
    people()
    poll = approved(official)
    box.is_down = True
    with pytest.raises(Exception, match="box-silent"):
        jobs.open_secret_poll(str(poll.id))
    assert fresh(poll).opened_at is None
    assert not ballots.is_secret(poll.id), "nothing of it is half done"
    box.is_down = False
    jobs.open_secret_poll(str(poll.id))
    assert fresh(poll).opened_at is not None


def test_what_is_no_blank_is_refused(official: Client, box: BoxProgram) -> None:
    voters = people()
    poll = opened(official)
    client = sign_in(Client(), voters[0])
    address = f"/polls/{poll.slug}/blank/"
    for body in ("", "[]", "{}", '{"stratum":"1","blinded":"AA=="}', '{"stratum":1,"blinded":"?"}'):
        answer = client.post(address, body, "application/json", HTTP_ACCEPT="application/json")
        assert answer.status_code == 422, body
    assert Client().post(address, "{}", "application/json").status_code in {302, 403}
    short = b64encode(bytes(255)).decode()
    order = json.dumps({"stratum": 1, "blinded": short})
    refused = client.post(address, order, "application/json", HTTP_ACCEPT="application/json")
    assert refused.status_code == 422
    browser = browser_of(poll)
    other = {"stratum": 2, "blinded": b64encode(browser.blinded).decode()}
    wrong = client.post(address, json.dumps(other), "application/json")
    assert wrong.status_code == 409
    assert ballots.secret_figures(poll.id).issued == 0


def test_only_known_modes_are_taken(official: Client) -> None:
    poll = pages.ready(official)
    author = make_person(roles=["author"])
    with pytest.raises(Invalid):
        actions.choose_mode(author, slug=poll.slug, mode="anonymous")


@pytest.mark.usefixtures("town")
def test_pages_for_everybody_explain_it() -> None:
    for address in ("/polls/secret/", "/polls/secret/protocol/"):
        page = Client().get(address)
        assert page.status_code == 200
        for boast in ("никто никогда не узнает", "нельзя подделать", "блокчейн"):
            assert boast not in page.content.decode()


def test_days_pass(official: Client, box: BoxProgram) -> None:
    """Extending before it opens is still possible: nothing is signed yet."""
    people()
    poll = approved(official)
    longer = {"closes_at": pages.moment(9), "reason": "Дороги развезло, дадим всем успеть."}
    assert official.post(of(poll, "extend/"), longer).status_code == 302
    closes_at = fresh(poll).closes_at
    assert closes_at is not None
    assert closes_at > clock.now() + timedelta(days=8)
