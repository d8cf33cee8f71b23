"""The town's figures: who may bring them, what is refused, how voters are compared with them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.attacks.made import close, make_poll
from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls import actions, jobs, queries, rules
from veche.domains.polls.forms.census_file import CensusRefused, read_census
from veche.domains.polls.models import Census
from veche.kernel.errors import Refused
from veche.kernel.ids import new_id

PLACES = {"западный": "w", "восточный": "e"}
GOOD = "dimension;group;people\nplace;Западный;300\nplace;Восточный;100\nage;60+;50\n"


def test_a_table_is_read_whole() -> None:
    found = read_census(("\ufeff" + GOOD).encode(), PLACES)
    assert found == {"place": {"w": 300, "e": 100}, "age": {"60+": 50}}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("place;Западный", "три столбца"),
        ("sex;женщины;5", "place или age"),
        ("place;Луна;5", "Луна"),
        ("place;Западный;-5", "целое"),
        ("place;Западный;1 000", "целое"),
        (f"place;Западный;{'0' * 12}{'9' * 5000}", "целое"),
        ("place;Западный;5\nplace;западный;6", "уже была"),
        ("place;Западный;5", "меньше двух групп"),
        ("", "меньше двух групп"),
        ('place;"Западный;5', "кавычки"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(text: str, fault: str) -> None:
    with pytest.raises(CensusRefused, match=fault):
        read_census(text.encode(), PLACES)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(CensusRefused, match="UTF-8"):
        read_census(b"\xff\xfe\x00", PLACES)


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), min_size=1, max_size=9))
def test_the_skew_is_a_part_of_a_hundred(pairs: list[tuple[int, int]]) -> None:
    lived, voted = [a for a, _b in pairs], [b for _a, b in pairs]
    assert -1e-9 <= rules.skew(lived, voted) <= 100 + 1e-9
    assert rules.skew(lived, lived) == 0
    assert rules.skew([1, 0], [0, 1]) == 100


def test_an_official_uploads_and_everyone_compares(town: Any) -> None:
    person = make_person(roles=[identity.AUTHOR], level=2)
    browser = sign_in(Client(), person)
    table = "age;18-24;600\nage;60+;300\nage;45-59;100\n"
    form = {
        "source": "Перепись",
        "counted_on": "2021-10-01",
        "table": SimpleUploadedFile("census.csv", table.encode()),
    }
    answer = browser.post("/office/census/", form, follow=True)
    assert "Таблица загружена" in answer.content.decode()
    assert "Перепись" in browser.get("/office/census/").content.decode()
    poll = make_poll(min_age=14)
    ballots.fill(
        poll.id,
        [
            ballots.FilledPaper(new_id(), {"q1": ["o1"]}, age_band="60+" if n < 9 else "18-24")
            for n in range(18)
        ],
    )
    close(poll)
    jobs.publish_count(str(poll.id))
    page = Client().get(f"/polls/{poll.slug}/groups/").content.decode()
    assert "заменить 20 из каждых 100" in page
    assert "Перепись" in page
    told = Client().get(f"/api/v1/polls/{poll.slug}/groups").json()["census"]
    assert (told["source"], told["counted_on"]) == ("Перепись", "2021-10-01")
    assert {"dimension": "age", "group": "18-24", "people": 600} in told["rows"]


def test_a_bad_file_is_told_and_changes_nothing(town: Any) -> None:
    browser = sign_in(Client(), make_person(roles=[identity.ADMIN], level=2))
    form = {
        "source": "Перепись",
        "counted_on": "2021-10-01",
        "table": SimpleUploadedFile("census.csv", b"age;19;5"),
    }
    answer = browser.post("/office/census/", form)
    assert answer.status_code == 422
    assert "строка 1" in answer.content.decode()
    assert queries.census() is None


def test_others_bring_nothing_and_the_same_twice_is_one(town: Any) -> None:
    figures = {"age": {"18-24": 6, "60+": 3}}
    day = date(2021, 10, 1)
    for person in (identity.ANONYMOUS, make_person(), make_person(roles=[identity.CLERK])):
        with pytest.raises(Refused):
            actions.upload_census(person, source="Я", counted_on=day, figures=figures)
    official = make_person(roles=[identity.APPROVER], level=2)
    for _twice in range(2):
        actions.upload_census(official, source="Я", counted_on=day, figures=figures)
    assert Census.objects.count() == 1


def test_bands_of_a_poll_for_the_grown_up() -> None:
    assert rules.bands_from(18) == ["18-24", "25-34", "35-44", "45-59", "60+"]
    assert rules.bands_from(16)[0] == "14-17"
    assert len(rules.bands_from(None)) == 6
