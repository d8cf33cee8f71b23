"""One normal form for addresses as written and as typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.commons.places import wording
from veche.commons.places.wording import Query


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("54", "54"),
        ("054", "54"),
        ("54А", "54а"),
        ("54 а", "54а"),
        ("д. 54", "54"),
        ("54/2", "54к2"),
        ("54 корп. 2", "54к2"),
        ("54к2", "54к2"),
        ("54 стр 02", "54к2"),
        ("54а к 2б", "54ак2б"),
    ],
)
def test_house_key_has_one_spelling(text: str, key: str) -> None:
    assert wording.house_key(text) == key


def test_house_order_is_by_number() -> None:
    keys = ["100", "9", "10а", "без номера"]
    assert sorted(keys, key=wording.house_order) == ["без номера", "9", "10а", "100"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("лугов 54", Query(("лугов",), "54")),
        ("Луговая улица, 54", Query(("луговая", "улица"), "54")),
        ("ул.Луговая, д.54", Query(("ул", "луговая"), "54")),
        ("ул. Луговая, дом 54 корпус 2", Query(("ул", "луговая"), "54к2")),
        ("Луговая 54а", Query(("луговая",), "54а")),
        ("луговая 54 А", Query(("луговая",), "54а")),
        ("8 марта", Query(("8", "марта"), "")),
        ("8 Марта 12", Query(("8", "марта"), "12")),
        ("пр-т Мира 7", Query(("проспект", "мира"), "7")),
        ("Королёва", Query(("королева",), "")),
        ("г. Заречье-на-Оке, Садовая", Query(("заречье", "на", "оке", "садовая"), "")),
        ("50 лет Октября", Query(("50", "лет", "октября"), "")),
        ("54", Query(("54",), "")),
    ],
)
def test_read_query_finds_street_and_house(text: str, first: Query) -> None:
    assert wording.read_query(text)[0] == first


@pytest.mark.parametrize("text", ["", "   ", ",.;", "«»", "\u200b\u0000", "%_%", "г. "])
def test_read_query_of_nothing_is_nothing(text: str) -> None:
    assert wording.read_query(text) == []


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_read_query_never_fails_and_lets_no_wildcard_through(text: str) -> None:
    for query in wording.read_query(text):
        assert 0 < len(query.words) <= wording.MOST_WORDS
        assert not set("%_\\'\x00") & set("".join(query.words) + query.house)
        assert len(query.house) <= 20


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=100))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert wording.fold(wording.fold(text)) == wording.fold(text)
    assert wording.house_key(wording.house_key(text)) == wording.house_key(text)
