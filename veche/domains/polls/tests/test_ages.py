"""«С 14 лет» and «с 21 года»: an age takes the word that goes with its number."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tests.attacks.made import make_poll
from veche.commons.ballots import public as ballots
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.domains.polls import policies
from veche.domains.polls.forms.office_steps import VotersForm
from veche.domains.polls.models import Territory

# How each catalogue counts is for the catalogues: here each form is asked for by a number that
# every reading of the Russian words gives it.
AGES = [(1, "года"), (14, "лет"), (18, "лет")]


@pytest.mark.parametrize(("age", "word"), AGES)
def test_a_refusal_names_the_age(age: int, word: str) -> None:
    terms = ballots.Terms(1, age, frozenset())
    with translation.override("ru"):
        young = policies.may_vote(terms, ballots.Voter(True, 1, age - 1), "open")
        assert (young.code, young.reason) == ("age", f"Голосовать можно с {age} {word}")
        untold = policies.may_vote(terms, ballots.Voter(True, 1, None), "open")
        assert (untold.code, untold.advice) == ("birth-date", f"Голосовать можно с {age} {word}.")
        assert policies.may_vote(terms, ballots.Voter(True, 1, age), "open")


@pytest.mark.parametrize(("age", "word"), AGES)
def test_pages_name_the_age(town: Any, age: int, word: str) -> None:
    poll = make_poll(min_age=age)
    assert f"с {age} {word}" in Client().get(f"/polls/{poll.slug}/").content.decode()
    with translation.override("ru"):
        field: Any = VotersForm(current_age=age).fields["min_age"]
    assert dict(field.choices)[str(age)] == f"С {age} {word}"


def test_who_may_vote_stands_beside_the_button(town: Any) -> None:
    """Said before signing in, and again where the age and the home are asked for."""
    make_town()
    poll = make_poll(min_age=14)
    district = next(place for place in places.places() if place.kind == "district")
    Territory.objects.create(poll=poll, place_id=district.id)
    said = f"Голосуют жители: {district.name}, с 14 лет."
    page = Client().get(f"/polls/{poll.slug}/").content.decode()
    assert page.index(said) < page.index("Проголосовать</a>")
    resident = sign_in(Client(), make_person())
    for asks in ("/me/home/", "/me/birth-date/"):
        answer = resident.get(asks, {"next": f"/polls/{poll.slug}/vote/"}).content.decode()
        assert f"Спрашивает опрос «{poll.title}». {said}" in answer, asks
        for other in ("", "/polls/", "/polls/nosuchpoll/vote/", "/nowhere/"):
            assert "Спрашивает опрос" not in resident.get(asks, {"next": other}).content.decode()


@pytest.mark.parametrize("state", ["off", "test", "pilot"])
def test_a_poll_of_a_closed_service_is_not_named_where_it_asks(town: Any, state: str) -> None:
    make_town()
    poll = make_poll(min_age=14)
    place = places.places()[0].id if state == "pilot" else None
    switch_service("polls", state, place)
    resident = sign_in(Client(), make_person())
    answer = resident.get("/me/birth-date/", {"next": f"/polls/{poll.slug}/vote/"})
    assert answer.status_code == 200
    assert poll.title not in answer.content.decode()


def test_the_papers_one_needs_are_told_before_signing_in(town: Any) -> None:
    page = Client().get(f"/polls/{make_poll(min_level=2).slug}/").content.decode()
    assert "В этом опросе нужна личность, проверенная в МФЦ или администрации." in page


def test_a_poll_for_everyone_needs_no_such_word(town: Any) -> None:
    assert "Голосуют жители" not in Client().get(f"/polls/{make_poll().slug}/").content.decode()


def test_who_turns_out_too_young_is_led_to_the_poll_and_told(town: Any) -> None:
    poll = make_poll(min_age=18)
    child = sign_in(Client(), make_person(birth_year=2015))
    answer = child.get(f"/polls/{poll.slug}/vote/")
    assert answer["Location"] == f"/polls/{poll.slug}/"
    assert "Голосовать можно с 18 лет" in child.get(answer["Location"]).content.decode()
    assert child.post(f"/polls/{poll.slug}/vote/", {"q1": "o1"}).status_code == 403
