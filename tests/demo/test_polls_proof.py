"""The demo town shows a census and control calls, made once and drawn as anybody can repeat."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.demo.test_pictures import FewPeople
from veche.commons.ballots import public as ballots
from veche.commons.identity import demo as people
from veche.commons.identity import public as identity
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_feature, make_file, make_town, square
from veche.domains.polls import demo, queries
from veche.domains.polls.models import Call, Census, Poll


@pytest.fixture
def over(town: Any, monkeypatch: pytest.MonkeyPatch) -> Poll:
    """The one closed poll of a small demo, told twice."""
    make_town()
    west = make_file(make_feature("Западный", square(36.6, 54.5), population=500))
    places.import_outlines(places.Machine(), west)
    monkeypatch.setattr(demo, "STORIES", [one for one in demo.STORIES if one.key == "skate"])
    for _again in range(2):
        demo.load(FewPeople(), lambda line: None)
    return Poll.objects.get()


def test_the_drawn_can_be_drawn_again(over: Poll) -> None:
    state = ballots.draw_of(over.id)
    assert state is not None
    drawn = queries.drawn_marks(over)
    assert drawn == ballots.drawn(state.seed, state.marks, len(drawn))
    assert len(drawn) == len(state.marks) > 0
    assert set(Call.objects.values_list("person_id", flat=True)) == {None}
    page = Client().get(f"/polls/{over.slug}/control/").content.decode()
    assert "подтвердили, что голосовали" in page


def test_the_census_is_taken_once(over: Poll) -> None:
    census = Census.objects.get()
    assert sum(census.figures["age"].values()) > 0
    assert set(census.figures) == {"place", "age"}


def test_the_auditor_is_one_of_the_officials() -> None:
    assert people.OFFICIALS["auditor@zarechye.example"] == (identity.AUDITOR,)
