"""A proposal becomes a draft poll, and each shows the way to the other."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import sign_in
from veche.commons.places.tests.makers import make_town
from veche.domains.initiatives.models import HandedOn
from veche.domains.initiatives.queries import terms
from veche.domains.initiatives.tests import makers
from veche.domains.polls.adapters import told
from veche.domains.polls.models import Poll

KIND = "polls.poll"


@pytest.fixture(autouse=True)
def _places(town: Any) -> None:
    make_town()
    makers.open_service()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_author_makes_a_poll_of_it_once(client: Client) -> None:
    row = makers.answered()
    author = makers.role("author")
    sign_in(client, author)
    case = reverse("initiatives:open-case", args=[row.slug])
    assert "Сделать опросом" in text_of(client.get(case))
    there = reverse("initiatives:hand-on-proposal", args=[row.slug, KIND])
    for _n in range(2):
        answer: Any = client.post(there)
        poll = Poll.objects.get()
        assert answer.url == reverse("polls:manage-poll", args=[poll.slug])
    assert (poll.title, poll.summary, poll.state) == (row.title, row.problem, "draft")
    assert (poll.origin_kind, poll.origin_id, poll.author_id) == (
        "initiatives.proposal",
        row.id,
        author.id,
    )
    assert "Сделать опросом" not in text_of(client.get(case))
    shown = text_of(Client().get(reverse("initiatives:read-proposal", args=[row.slug])))
    assert "Сотрудники готовят: опрос" in shown
    assert poll.slug not in shown
    assert row.title in text_of(client.get(reverse("polls:poll", args=[poll.slug])))


def test_a_published_poll_and_its_proposal_show_the_way(client: Client) -> None:
    row = makers.answered()
    sign_in(client, makers.role("author"))
    client.post(reverse("initiatives:hand-on-proposal", args=[row.slug, KIND]))
    Poll.objects.update(state="closed", opens_at="2026-01-01T00:00Z", closes_at="2026-01-02T00:00Z")
    poll = Poll.objects.get()
    visitor = Client()
    shown = text_of(visitor.get(reverse("initiatives:read-proposal", args=[row.slug])))
    assert reverse("polls:poll", args=[poll.slug]) in shown
    assert "Опрос · Голосование завершено 2 января" in shown
    back = text_of(visitor.get(reverse("polls:poll", args=[poll.slug])))
    assert "Выросло из предложения жителей" in back
    assert reverse("initiatives:read-proposal", args=[row.slug]) in back


def test_a_discarded_draft_leaves_no_way_and_may_be_made_anew(client: Client) -> None:
    row = makers.answered()
    sign_in(client, makers.role("author"))
    there = reverse("initiatives:hand-on-proposal", args=[row.slug, KIND])
    client.post(there)
    Poll.objects.all().delete()
    assert "готовят: опрос" not in text_of(
        Client().get(reverse("initiatives:read-proposal", args=[row.slug]))
    )
    client.post(there)
    assert Poll.objects.count() == 1
    assert HandedOn.objects.count() == 2


def test_who_supported_hears_of_the_poll_of_their_territory(client: Client) -> None:
    place = terms.territories()[0]
    row = makers.answered(makers.reached(makers.make_proposal(place_id=place.id)))
    sign_in(client, makers.role("author"))
    client.post(reverse("initiatives:hand-on-proposal", args=[row.slug, KIND]))
    poll = Poll.objects.get()
    assert [one.place_id for one in poll.territories.all()] == [place.id]
    Poll.objects.update(
        state="published", opens_at="2026-01-01T00:00Z", closes_at="2099-01-02T00:00Z"
    )
    (kind,) = (one for one in told.NOTICES if one.event == "polls.poll_opened")
    notice = kind.tell({"poll_id": str(poll.id)})
    assert notice is not None
    assert notice.topics == (f"polls.poll:{poll.id}", f"initiatives.proposal:{row.id}")
    assert kind.crowd is not None
    assert len(kind.crowd(notice.crowd, UUID(int=0), 99)) == row.support
    assert kind.crowd("", UUID(int=0), 99) == ()


@pytest.mark.parametrize("roles", [(), ("coordinator",)])
def test_who_may_not_draft_polls_makes_none(client: Client, roles: tuple[str, ...]) -> None:
    row = makers.answered()
    sign_in(client, makers.role(*roles) if roles else makers.resident())
    answer = client.post(reverse("initiatives:hand-on-proposal", args=[row.slug, KIND]))
    assert answer.status_code == 403
    assert not Poll.objects.exists()
