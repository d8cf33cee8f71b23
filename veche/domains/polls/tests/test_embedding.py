"""Cards for other sites: framed by anyone, unable to do anything there; all else stays unframed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.attacks.made import cast, close, make_poll
from veche.commons.identity.tests.makers import make_person, sign_in

CARDS = ("/embed/polls/{}/", "/embed/polls/{}/result/")


@pytest.mark.parametrize("card", CARDS)
def test_a_card_may_be_framed_and_can_do_nothing(town: Any, card: str) -> None:
    poll = make_poll(title="Какой парк?")
    answer = sign_in(Client(), make_person()).get(card.format(poll.slug))
    text = answer.content.decode()
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "X-Frame-Options" not in answer
    assert answer["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in answer.get("Vary", ""), "the same for whoever asks"
    assert not answer.cookies
    for forbidden in ("<script", "<form", "<button", "hx-", "<input"):
        assert forbidden not in text
    assert re.findall(r'href="(http[^"]+)"', text), "links are absolute"
    assert all('target="_blank"' in link for link in re.findall(r"<a [^>]*>", text))


def test_everything_else_stays_out_of_frames(town: Any) -> None:
    poll = make_poll(title="Какой парк?")
    for address in ("/", f"/polls/{poll.slug}/", f"/polls/{poll.slug}/embed/", "/sign-in/"):
        answer = Client().get(address)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], address
        assert answer["X-Frame-Options"] == "DENY"


def test_a_card_tells_no_more_than_a_stranger_may_know(town: Any) -> None:
    draft = make_poll(title="Черновик", state="draft")
    author = sign_in(Client(), make_person(contact="a@example.org", roles=["author"]))
    for card in (*CARDS, "/polls/{}/embed/"):
        assert author.get(card.format(draft.slug)).status_code == 404
    poll = make_poll(title="Какой парк?", results_shown="after_close")
    cast(poll, "o1")
    text = Client().get(CARDS[1].format(poll.slug)).content.decode()
    assert "Итог откроется после окончания" in text
    assert 'class="bars"' not in text


def test_a_result_shows_its_bars(town: Any) -> None:
    poll = make_poll({"kind": "one", "text": "Какой парк?", "options": ("Южный", "Северный", "?")})
    for option in ("o1", "o1", "o2"):
        cast(poll, option)
    close(poll)
    text = Client().get(CARDS[1].format(poll.slug)).content.decode()
    assert "Южный" in text
    assert "67" in text
    assert f"/polls/{poll.slug}/result/" in text


def test_the_lines_to_copy_name_the_town_as_it_is_reached(town: Any) -> None:
    poll = make_poll(title='Парк "Южный" <b>')
    text = Client().get(f"/polls/{poll.slug}/embed/").content.decode()
    assert f"&lt;iframe src=&quot;http://testserver/embed/polls/{poll.slug}/&quot;" in text
    assert "&amp;quot;Южный&amp;quot; &amp;lt;b&amp;gt;" in text, "escaped once for each layer"


@pytest.mark.parametrize("card", CARDS)
def test_a_card_costs_few_queries(town: Any, card: str, django_assert_max_num_queries: Any) -> None:
    poll = make_poll(title="Какой парк?")
    with django_assert_max_num_queries(8):
        Client().get(card.format(poll.slug))
