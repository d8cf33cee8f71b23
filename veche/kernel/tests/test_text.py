"""Whatever people type or paste, what nobody sees goes."""

from __future__ import annotations

import pytest
from django import forms
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.kernel import text
from veche.kernel.web.fields import Line, Text

ANYTHING = st.text(alphabet=st.characters(codec=None), max_size=60)


def test_text_is_cleaned_to_one_form() -> None:
    assert text.clean_text("  Ёлка\u200b\r\nу\u0000 дома\u202e ") == "Ёлка\nу дома"
    assert text.clean_text("e\u200b\u0301") == "é"
    assert text.clean_text("\ud800сло\u00adво\ue000") == "слово"


def test_a_line_has_single_spaces() -> None:
    assert text.clean_line("\ufeff Ку\u200bда\r\n\tпой\u2060дём\u00a0? ") == "Куда пойдём ?"


def test_a_plain_line_has_no_compatibility_forms() -> None:
    assert text.plain_line("８９００\u00a0１２３\u200e") == "8900 123"
    assert text.clean_line("№ ½") == "№ ½"


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\x00", "\u00ad", "\ufeff", "\ud800"])
def test_what_nobody_sees_is_noticed(hidden: str) -> None:
    assert text.has_unseen(f"Луг{hidden}овая")


@pytest.mark.parametrize("seen", ["", "улица Ёлочная, 5", "село\u00a0Дальнее", "e\u0301", "😀"])
def test_what_everyone_sees_is_let_be(seen: str) -> None:
    assert not text.has_unseen(seen)


@settings(max_examples=100, deadline=None)
@given(ANYTHING)
def test_cleaning_twice_changes_nothing_more(given_text: str) -> None:
    for clean in (text.clean_text, text.clean_line):
        once = clean(given_text)
        assert clean(once) == once
        once.encode("utf-8")
    assert not text.has_unseen(text.clean_line(given_text))


class Letter(forms.Form):
    title = Line(max_length=10)
    body = Text(required=False)


def test_fields_clean_before_they_measure() -> None:
    form = Letter({"title": "\u200b" * 30 + "Куда", "body": "раз\r\nдва\x00 "})
    assert form.is_valid()
    assert form.cleaned_data == {"title": "Куда", "body": "раз\nдва"}
    assert not Letter({"title": "\u200b\u200b"}).is_valid()
    assert not Letter({"title": "к" * 11}).is_valid()
