"""Advice on words: what is noticed, what is let be, and what holds for any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.domains.polls.rules import wording
from veche.domains.polls.rules.wording import Words
from veche.domains.polls.views import office_wording

TEXTS = st.text(max_size=200)


def codes(title: str = "", summary: str = "", **question: object) -> set[str]:
    values: dict[str, Any] = {"kind": "one", "text": "", **question}
    words = [Words("q1", **values)] if question else []
    found = wording.remarks(title=title, summary=summary, questions=words, sides=["for", "against"])
    return {remark.code for remark in found}


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Согласны ли вы с тем, что парк нужен?", "leading"),
        ("Не считаете ли вы, что рынок пора закрыть?", "leading"),
        ("Очевидно, что двор запущен. Что делать?", "leading"),
        ("Всегда ли убирают ваш двор?", "absolute"),
        ("Каждый ли подъезд освещён?", "absolute"),
        ("Как вам долгожданный ремонт?", "loaded"),
        ("Построить сквер и открыть каток?", "double"),
        ("Нужен ли парк? А каток?", "double"),
        ("Разве вы не хотите не платить?", "double-negation"),
        ("Стоит ли потратить 14 млн на сквер?", "sum-without-source"),
        ("Нужен ли парк " + "у нового вокзала " * 12 + "?", "long"),
    ],
)
def test_what_is_noticed(title: str, code: str) -> None:
    assert code in codes(title)


@pytest.mark.parametrize(
    "title",
    [
        "Что построить на Луговой?",
        "Какой сквер обновить?",
        "Где поставить лавки и урны?",
        "Против всех вариантов или за один?",
        "Стоит ли потратить 14 млн ₽ по смете № 3 на сквер?",
        "Как назвать улицу у вокзала?",
        "Совсем новый маршрут",
    ],
)
def test_what_is_let_be(title: str) -> None:
    assert codes(title) == set()


def test_a_question_that_repeats_the_title_is_told_of_once() -> None:
    words = "Всегда ли убирают двор?"
    found = wording.remarks(title=words, summary="", questions=[Words("q1", "yes_no", words)])
    assert [(one.where, one.code) for one in found] == [
        ("title", "absolute"),
        ("materials", "no-against"),
    ]


def test_a_sum_may_be_explained_beside_the_question() -> None:
    assert "sum-without-source" not in codes("Потратить 5 млн?", "По смете от 3 марта.")
    assert "sum-without-source" in codes("Потратить 5 млн?", "Так надо.")


def test_options_are_compared() -> None:
    long = "Большой новый парк с прудом, дорожками, лавками и освещением"
    assert "unequal" in codes(text="Что?", options=["Парк", long], neutral=1)
    assert "unequal" not in codes(text="Что?", options=["Парк у реки", "Сквер Мира"], neutral=1)
    assert "no-neutral" in codes(text="Что?", options=["А", "Б"])
    assert "no-neutral" not in codes(text="Что?", options=["А", "Б"], neutral=1)
    assert "no-neutral" not in codes(kind="yes_no", text="Что?", options=["Да", "Нет"])
    assert "loaded-option" in codes(text="?", options=["Прекрасный сквер", "Рынок"], neutral=1)


@pytest.mark.parametrize(
    ("sides", "is_told"),
    [([], True), (["about"], True), (["against"], False), (["for"], False)],
)
def test_materials_have_two_sides(sides: list[str], is_told: bool) -> None:
    words = [Words("q1", "yes_no", "Нужен ли парк?")]
    found = wording.remarks(title="Парк", summary="", questions=words, sides=sides)
    assert ("no-against" in {remark.code for remark in found}) is is_told


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=5), st.integers(0, 3))
def test_any_text_is_read_to_its_end(
    title: str, text: str, options: list[str], neutral: int
) -> None:
    words = [Words("q1", "one", text, text, options, neutral)]
    found = wording.remarks(title=title, summary=text, questions=words)
    keys = [(remark.where, remark.code) for remark in found]
    assert len(keys) == len(set(keys)), "the same rule once in a place"
    for remark in found:
        sentence, example = office_wording.remark_sentence(remark)
        assert sentence
        assert example


@given(st.sampled_from(["Согласны ли вы с тем, что", "Как все знают,"]), TEXTS)
def test_a_leading_phrase_is_found_whatever_follows(phrase: str, rest: str) -> None:
    assert "leading" in codes(f"{phrase} {rest}")


@given(TEXTS)
def test_case_and_yo_do_not_matter(text: str) -> None:
    plain = text.lower().replace("ё", "е")
    assert codes(text.upper().lower()) == codes(plain)
