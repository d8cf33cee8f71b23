"""The ballot paper as attackers fill it: each forged mark has a word, the box stays as it was."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.attacks.made import EVERY_KIND, close, make_poll
from veche.commons.ballots import public as ballots
from veche.commons.ballots.tests.makers import kept_ballots, move_close
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.domains.polls.models import Poll, Territory
from veche.kernel import clock

GOOD = {"q1": "o1"}
HUGE = "9" * 40
FORGED: dict[str, dict[str, Any]] = {
    "nothing": {},
    "an unknown option": {"q1": "o99"},
    "an option of another question": {"q1": "o4"},
    "two of one": {"q1": ["o1", "o2"]},
    "the same twice": {"q1": ["o1", "o1"]},
    "zero byte": {"q1": "o1\x00"},
    "a name that is none": {"q1": "__proto__"},
    "too many": {**GOOD, "q2": ["o1", "o2", "o3"]},
    "unsure with others": {**GOOD, "q2": ["o1", "o4"]},
    "a thousand marks": {**GOOD, "q2": ["o1"] * 999},
    "a place left out": {**GOOD, "q3-o1": "1", "q3-o2": "3"},
    "a ninth place of three": {**GOOD, "q3-o1": "9"},
    "a place before the first": {**GOOD, "q3-o1": "-1"},
    "a mark off the scale": {**GOOD, "q4": "6"},
    "a mark below the scale": {**GOOD, "q4": "-1"},
    "a fraction of a mark": {**GOOD, "q4": "4.5"},
    "a huge mark": {**GOOD, "q4": HUGE},
    "words for a mark": {**GOOD, "q4": "отлично"},
    "another script's digit": {**GOOD, "q4": "\u0665"},
    "negative points": {**GOOD, "q5-o1": "-1"},
    "points past the total": {**GOOD, "q5-o1": "6", "q5-o2": "5"},
    "points past the bound of one": {**GOOD, "q5-o1": "9"},
    "points near the end of numbers": {**GOOD, "q5-o1": "9" * 15},
    "a text of ten thousand": {**GOOD, "q6": "ы" * 10_000},
    "a text of nothing visible": {**GOOD, "q6": "\u200b\u2060\ufeff\x00"},
    "a place off the world": {**GOOD, "q7-lat": "91", "q7-lon": "36"},
    "a place that is no number": {**GOOD, "q7-lat": "nan", "q7-lon": "36"},
    "a place without end": {**GOOD, "q7-lat": "inf", "q7-lon": "-inf"},
    "a place nobody knows": {**GOOD, "q7-address": "нигде, 0"},
    "a place with a zero byte": {**GOOD, "q7-address": "Луговая\x00 54"},
}


@pytest.fixture
def poll(town: Any) -> Poll:
    return make_poll(*EVERY_KIND)


@pytest.fixture
def resident(town: Any) -> Client:
    return sign_in(Client(), make_person(birth_year=1980))


def at(poll: Poll, page: str = "vote") -> str:
    return f"/polls/{poll.slug}/{page}/"


def standing(poll: Poll) -> dict[str, Any]:
    """The one ballot in the box."""
    return dict(kept_ballots(poll.id)[0].choice)


@pytest.mark.parametrize("form", FORGED.values(), ids=FORGED)
def test_a_forged_paper_is_refused_in_words(
    poll: Poll, resident: Client, form: dict[str, Any]
) -> None:
    answer = resident.post(at(poll), form)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'role="alert"' in text
    assert not kept_ballots()
    assert ballots.turnouts([poll.id])[poll.id] == 0


def test_one_place_for_two_is_said_as_it_is(poll: Poll, resident: Client) -> None:
    answer = resident.post(at(poll), {**GOOD, "q3-o1": "1", "q3-o2": "1"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Двум вариантам дано одно место" in text
    assert "отмечен дважды" not in text


PLACE = ({"kind": "place"},)
HOUSE = [54.55, 36.65]  # «Луговая улица, 54»


def test_a_typed_address_is_meant_and_not_the_point_of_before(resident: Client) -> None:
    make_town()
    poll = make_poll(*PLACE)
    resident.post(at(poll), {"q1-lat": "54.56", "q1-lon": "36.75"})
    again = resident.get(at(poll)).content.decode()
    assert "Отмечено раньше: Восточный" in again, "without a script nothing else says so"
    form = {"q1-lat": "54.56", "q1-lon": "36.75", "q1-address": "Луговая 54"}
    assert resident.post(at(poll), form).status_code == 302
    assert standing(poll)["q1"] == HOUSE
    kept = {"q1-lat": "54.56", "q1-lon": "36.75", "q1-address": " "}
    assert resident.post(at(poll), kept).status_code == 302
    assert standing(poll)["q1"] == [54.56, 36.75]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Луговая", "Похожие: Луговая улица"),
        ("Лугавая 54", "Похожие: Луговая улица, 54"),
        ("outside", "Такого адреса в списке города нет"),
    ],
)
def test_an_address_that_is_only_like_one_is_shown_before_it_counts(
    resident: Client, typed: str, said: str
) -> None:
    make_town()
    poll = make_poll(*PLACE)
    answer = resident.post(at(poll), {"q1-address": typed})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text
    assert f'value="{typed}"' in text, "what was typed stays"
    assert not kept_ballots()
    if "54" in typed:
        assert '<option value="Луговая улица, 54">' in text
        named = {"q1-address": "Луговая улица, 54"}
        assert resident.post(at(poll), named).status_code == 302
        assert standing(poll)["q1"] == HOUSE


def test_a_point_outside_the_town_is_said_so(resident: Client) -> None:
    make_town()
    answer = resident.post(at(make_poll(*PLACE)), {"q1-lat": "55.9", "q1-lon": "37.9"})
    assert answer.status_code == 422
    assert "Отметьте место внутри округа" in answer.content.decode()


def test_an_honest_paper_is_taken(poll: Poll, resident: Client) -> None:
    """Without this, the refusals above would prove nothing."""
    form = {
        "q1": "o2",
        "q2": ["o1", "o3"],
        "q3-o1": "2",
        "q3-o2": "1",
        "q4": "5",
        "q5-o1": "8",
        "q5-o2": "2",
        "q6": "Тень\u200b и ска\u202eмейки",
        "q7-lat": "54.512345678",
        "q7-lon": "36.25",
        "q8": "Потому что",
    }
    assert resident.post(at(poll), form)["Location"] == at(poll, "receipt")
    assert standing(poll) == {
        "q1": ["o2"],
        "q2": ["o1", "o3"],
        "q3": ["o2", "o1"],
        "q4": 5,
        "q5": {"o1": 8, "o2": 2},
        "q6": "Тень и скамейки",
        "q7": [54.51235, 36.25],
        "q8": "Потому что",
    }
    assert "Тень и скамейки" in resident.get(at(poll, "receipt")).content.decode()


def test_what_was_marked_outlives_a_mistake(poll: Poll, resident: Client) -> None:
    typed = {"q1": "o2", "q4": "7", "q6": "Мои слова", "q5-o1": "6", "q5-o2": "6"}
    text = resident.post(at(poll), typed).content.decode()
    assert "Мои слова" in text
    assert "checked" in text
    assert text.count('value="6"') >= 2


def test_an_answer_the_branching_hides_is_dropped(poll: Poll, resident: Client) -> None:
    form = {"q1": "o1", "q8": "Этого вопроса мне не задавали"}
    assert resident.post(at(poll), form).status_code == 302
    assert standing(poll) == {"q1": ["o1"]}


def test_fields_nobody_asked_for_are_left_out(poll: Poll, resident: Client) -> None:
    form = {**GOOD, "q99": "o1", "channel": "paper", "level": "3", "stratum": "x", "person_id": "1"}
    assert resident.post(at(poll), form).status_code == 302
    kept = kept_ballots()[0]
    assert (kept.channel, kept.level, kept.choice) == ("web", 1, {"q1": ["o1"]})


def test_an_option_of_another_poll_is_unknown_here(town: Any, resident: Client) -> None:
    ours = make_poll({"kind": "one", "options": ("А", "Б")})
    other = make_poll({"kind": "one", "options": ("А", "Б", "В")})
    foreign = other.questions.get().options.get(code="o3")
    for mark in ("o3", str(foreign.id)):
        assert resident.post(at(ours), {"q1": mark}).status_code == 422
    assert not kept_ballots()


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data"])
def test_a_body_that_is_no_form_is_no_ballot(poll: Poll, resident: Client, kind: str) -> None:
    for body in (b"", b'{"q1": ["o1"]}', b"\x00\xff", b"[" * 5000):
        answer = resident.post(at(poll), data=body, content_type=kind)
        assert answer.status_code in {400, 422}
    assert not kept_ballots()


def test_a_form_is_replayed_in_vain(poll: Poll, resident: Client) -> None:
    numbers = set()
    for _again in range(3):
        assert resident.post(at(poll), GOOD).status_code == 302
        numbers.add(kept_ballots()[0].receipt)
    assert len(numbers) == 1
    assert ballots.turnouts([poll.id])[poll.id] == 1


def test_a_second_vote_is_refused_where_it_may_not_change(town: Any, resident: Client) -> None:
    poll = make_poll(is_revisable=False)
    resident.post(at(poll), {"q1": "o1"})
    assert resident.post(at(poll), {"q1": "o2"})["Location"] == at(poll, "receipt")
    assert standing(poll) == {"q1": ["o1"]}


def test_a_form_kept_past_the_close_is_refused(poll: Poll, resident: Client) -> None:
    assert resident.get(at(poll)).status_code == 200
    close(poll)
    answer = resident.post(at(poll), GOOD)
    assert answer.status_code == 403
    assert "Голосование закончилось" in answer.content.decode()
    assert not kept_ballots()


def test_the_box_judges_the_hour_by_itself(poll: Poll, resident: Client) -> None:
    """The page believes the poll's hours; the box closed a moment ago and has the last word."""
    past = clock.database_now() - timedelta(milliseconds=1)
    move_close(poll.id, past)
    answer = resident.post(at(poll), GOOD)
    assert answer.status_code == 403
    assert "голос не принят" in answer.content.decode()
    assert not kept_ballots()


def test_a_poll_to_come_takes_no_ballot(town: Any, resident: Client) -> None:
    poll = make_poll(opens=1)
    answer = resident.post(at(poll), GOOD)
    assert answer.status_code == 403
    assert "ещё не началось" in answer.content.decode()
    led_to = resident.get(at(poll), follow=True)
    assert led_to.redirect_chain == [(f"/polls/{poll.slug}/", 302)]
    assert "Голосование начнётся" in led_to.content.decode()


@pytest.mark.parametrize("state", ["draft", "review"])
def test_what_is_not_published_takes_no_ballot(town: Any, resident: Client, state: str) -> None:
    poll = make_poll(state=state)
    assert resident.post(at(poll), GOOD).status_code == 404
    official = sign_in(Client(), make_person(roles=["author"], birth_year=1980))
    assert official.post(at(poll), GOOD).status_code == 403


def test_the_young_are_told_before_they_fill_anything(town: Any) -> None:
    poll = make_poll(min_age=18)
    child = sign_in(Client(), make_person(birth_year=clock.now().year - 10))
    assert "с 18 лет" in child.get(at(poll, "")[:-1]).content.decode()
    assert child.get(at(poll))["Location"] == at(poll, "")[:-1]
    refused = child.post(at(poll), GOOD)
    assert refused.status_code == 403
    assert "с 18 лет" in refused.content.decode()
    untold = sign_in(Client(), make_person())
    assert untold.post(at(poll), GOOD)["Location"].startswith("/me/birth-date/")
    assert not kept_ballots()


def test_a_level_too_low_is_refused(town: Any) -> None:
    poll = make_poll(min_level=2)
    low = sign_in(Client(), make_person(level=1, birth_year=1980))
    answer = low.post(at(poll), {**GOOD, "level": "3"})
    assert answer.status_code == 403
    assert "МФЦ" in answer.content.decode()
    high = sign_in(Client(), make_person(level=2, birth_year=1980))
    assert high.post(at(poll), GOOD).status_code == 302


def test_another_districts_people_do_not_vote(town: Any) -> None:
    make_town()
    west, east = (
        next(place for place in places.places() if place.name == name)
        for name in ("Западный", "Восточный")
    )
    poll = make_poll(places=(west.id,))
    stranger = sign_in(Client(), make_person(place_id=east.id))
    forged = {**GOOD, "place": str(west.id), "place_id": str(west.id), "stratum": str(west.id)}
    answer = stranger.post(at(poll), forged)
    assert answer.status_code == 403
    assert "другой территории" in answer.content.decode()
    nowhere = sign_in(Client(), make_person())
    assert nowhere.post(at(poll), forged)["Location"].startswith("/me/home/")
    neighbour = sign_in(Client(), make_person(place_id=west.id))
    assert neighbour.post(at(poll), GOOD).status_code == 302
    assert len(kept_ballots()) == 1
    assert Territory.objects.filter(poll=poll).count() == 1


def test_a_visitor_is_led_to_the_door_and_back(poll: Poll) -> None:
    for answer in (Client().get(at(poll)), Client().post(at(poll), GOOD)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/?next=")
    assert not kept_ballots()


def test_nobody_reads_the_receipt_of_another(poll: Poll, resident: Client) -> None:
    resident.post(at(poll), {"q1": "o2"})
    number = kept_ballots()[0].receipt
    other = sign_in(Client(), make_person(birth_year=1980))
    assert other.get(at(poll, "receipt"))["Location"] == f"/polls/{poll.slug}/"
    found = other.post(at(poll, "check"), {"number": number}).content.decode()
    assert "лежит в урне" in found
    assert "Парк" not in found, "a receipt does not tell the choice"


def test_hammering_is_slowed(poll: Poll, resident: Client) -> None:
    statuses = [resident.post(at(poll), {"q1": "o99"}).status_code for _again in range(61)]
    assert statuses[:60] == [422] * 60
    assert statuses[60] == 429
    assert resident.get(at(poll)).status_code == 200, "reading goes on"


def test_the_log_knows_neither_person_nor_choice(
    poll: Poll, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the vote succeeds, is refused, or something breaks in the middle."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    person = make_person(birth_year=1980, contact="+7 900 123-45-67")
    browser = sign_in(Client(raise_request_exception=False), person)
    secret = {"q1": "o2", "q6": "Особенные слова", "q7-lat": "54.7654", "q7-lon": "36.1234"}
    assert browser.post(at(poll), secret).status_code == 302
    assert browser.post(at(poll), {**secret, "q4": "99"}).status_code == 422

    def broken(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError(f"{person.id} {args} {kwargs}")

    monkeypatch.setattr("veche.commons.ballots.public.casting.cast", broken)
    assert browser.post(at(poll), secret).status_code == 500
    written = caplog.text
    assert "unforeseen" in written, "the break itself is told"
    number = kept_ballots()[0].receipt
    for word in (str(person.id), "Особенные", "54.7654", "o2", number, "123-45-67", poll.slug):
        assert word not in written, word
