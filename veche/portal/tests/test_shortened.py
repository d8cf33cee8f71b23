"""The filter that cuts what people wrote for a list."""

from __future__ import annotations

import pytest
from django.template import engines

SOURCE = "{% load portal %}{{ text|shortened:most }}"


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Яма", 3, "Яма"),
        ("Яма у дома", 5, "Яма…"),
        ("Йод и ёлка", 6, "Йод и…"),
        ("<b>Яма</b> у дома", 8, "&lt;b&gt;Яма&lt;…"),
        ("", 5, ""),
    ],
)
def test_a_long_text_ends_with_a_sign_of_it(text: str, most: int, shown: str) -> None:
    page = engines["django"].from_string(SOURCE)
    assert page.render({"text": text, "most": most}) == shown


def test_a_tag_says_its_words_and_nothing_more() -> None:
    page = engines["django"].from_string(
        '{% load portal %}{% tag text "good" "check" %}{% tag 3 %}'
    )
    shown = page.render({"text": "<b>Да</b>"})
    assert '<span class="tag good"><svg class="icon tiny"' in shown
    assert "&lt;b&gt;Да&lt;/b&gt;</span>" in shown
    assert '<span class="tag">3</span>' in shown
