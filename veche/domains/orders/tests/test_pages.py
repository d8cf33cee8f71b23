"""Pages of orders as a browser without scripts meets them."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.commitments import public as commitments
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.organisations.public import Mandate
from veche.domains.orders import public, rules
from veche.domains.orders.models import Order
from veche.domains.orders.queries import terms
from veche.domains.orders.queries.reading import KIND
from veche.domains.orders.tests import makers

WORDS = {"form_key": "a" * 20, "title": makers.TITLE, "spot": "", "why": makers.WHY}


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def page(client: Client, name: str, *args: Any, **asked: Any) -> str:
    answer = client.get(reverse(f"orders:{name}", args=args), asked)
    assert answer.status_code == 200
    return text_of(answer)


def test_an_order_is_given_after_those_like_it_were_shown(client: Client, mandate: Mandate) -> None:
    near = makers.make_order(mandate)
    there = reverse("orders:give-order")
    assert "Войти и дать наказ" in page(client, "give-order", to=mandate.slug)
    assert "sign-in" in client.post(there, WORDS).headers["Location"]
    person = makers.neighbour(mandate)
    sign_in(client, person)
    assert mandate.name in page(client, "give-order")
    given = {**WORDS, "to": mandate.slug}
    assert client.post(there, {**given, "why": ""}).status_code == 422
    similar = text_of(client.post(there, given))
    assert "Это не один из них?" in similar
    assert near.slug in similar
    assert not Order.objects.filter(author_id=person.id).exists()
    for _n in range(2):
        answer: Any = client.post(there, {**given, "is_sure": "1"})
    row = Order.objects.get(author_id=person.id)
    assert answer.url == reverse("orders:read-sent", args=[row.slug])
    assert "Прочитает модератор" in page(client, "read-sent", row.slug)
    assert "На проверке" in page(client, "list-own")
    assert Client().get(reverse("orders:read-order", args=[row.slug])).status_code == 404
    assert client.get(reverse("orders:read-sent", args=[near.slug])).status_code == 404


def test_who_has_no_home_or_no_deputy_is_told_what_to_do(client: Client, mandate: Mandate) -> None:
    sign_in(client, make_person())
    assert "Указать дом" in page(client, "give-order")
    sign_in(client, make_person(place_id=makers.districts()[1].id))
    assert "ещё не внесли" in page(client, "give-order")
    assert "депутат другого округа" in page(client, "give-order", to=mandate.slug)
    answer = client.post(reverse("orders:give-order"), {**WORDS, "to": mandate.slug})
    assert answer.status_code == 403


def test_of_several_deputies_one_is_chosen(client: Client, mandate: Mandate) -> None:
    other = makers.elect(contact="other@example.org", name="Климов С. И.")
    sign_in(client, makers.neighbour(mandate))
    shown = page(client, "give-order")
    assert mandate.name in shown
    assert f"?to={other.slug}" in shown
    assert "Другому депутату" in page(client, "give-order", to=other.slug)


def test_a_neighbour_supports_and_takes_it_back(client: Client, mandate: Mandate) -> None:
    row = makers.make_order(mandate)
    there = reverse("orders:support-order", args=[row.slug])
    assert "Поддержал 1 житель" in page(client, "read-order", row.slug)
    assert "sign-in" in client.get(there).headers["Location"]
    sign_in(client, make_person())
    assert "/me/home/" in client.post(there).headers["Location"]
    sign_in(client, makers.neighbour(mandate))
    assert "Поддержать наказ" in page(client, "read-order", row.slug)
    assert client.post(there).headers["Location"].endswith("?done=supported")
    assert "Вы поддержали" in page(client, "read-order", row.slug, done="supported")
    assert "вы поддержали" in page(client, "list-orders")
    client.post(reverse("orders:withdraw-support", args=[row.slug]))
    assert makers.fresh(row).support == 1


def test_the_deputy_answers_and_the_council_decides(client: Client, mandate: Mandate) -> None:
    row = makers.make_order(mandate)
    answer_at = reverse("orders:answer-order", args=[row.slug])
    adopt_at = reverse("orders:adopt-order", args=[row.slug])
    sign_in(client, makers.neighbour(mandate))
    assert client.get(answer_at).status_code == 403
    assert client.get(adopt_at).status_code == 403
    sign_in(client, makers.deputy())
    assert row.title in page(client, "list-own")
    assert public.me_part(makers.deputy()) == {"number": 0, "is_deputy": True, "waits": 1}
    given = {"version": row.version, "outcome": "take", "text": "Да."}
    assert client.post(answer_at, given).status_code == 422
    assert client.post(answer_at, {**given, "text": makers.REASONS}).status_code == 302
    assert "Ответил депутат: взято в работу" in page(client, "read-order", row.slug)

    official = makers.role("approver")
    assert [one.title for one in public.waiting(official, 5)] == [row.title]
    sign_in(client, official)
    assert "Внести решение совета" in page(client, "list-cases", show="taken")
    assert "Совет не принял" in page(client, "answer-order", row.slug)
    form = {**vars(makers.adoption()), "version": row.version + 1, "sum_kopecks": "4 200 000"}
    assert client.post(adopt_at, {**form, "executor": ""}).status_code == 422
    assert client.post(adopt_at, {**form, "due_on": "2020-01-01"}).status_code == 422
    assert client.post(adopt_at, form).status_code == 302
    shown = page(client, "read-order", row.slug, done="adopted")
    for words in ("Совет принял наказ", "Как исполняют", "4,2 млн", "№ 84", "400 метров"):
        assert words in shown.replace("&nbsp;", " ").replace("\xa0", " ")
    course = commitments.of(KIND, row.id)
    assert course is not None
    assert f'href="{course.url}"' in shown
    assert "С чего началось" in text_of(client.get(course.url))


def test_the_list_is_narrowed_and_costs_as_much_however_long(
    client: Client, mandate: Mandate
) -> None:
    other = makers.elect(makers.districts()[1], "other@example.org", "Климов С. И.")
    row, foreign = makers.make_order(mandate), makers.make_order(other, title="Фонари в сквере")
    adopted = makers.adopt(makers.take(makers.make_order(mandate, title="Мост через ручей")))
    year = terms.today().year + 1
    shown = page(client, "list-orders", deputy=mandate.slug)
    assert row.title in shown
    assert foreign.title not in shown
    shown = page(client, "list-orders", show=rules.ADOPTED, year=year)
    assert adopted.title in shown
    assert row.title not in shown
    assert f"На {year} год принят 1 наказ" in shown
    assert "Здесь пока пусто" in page(client, "list-orders", show="late")
    assert row.title in page(client, "list-orders", show="nothing", year="x", deputy="nobody")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("orders:list-orders"))
    for number in range(4):
        makers.make_order(mandate, title=f"Наказ номер {number}")
    with CaptureQueriesContext(connection) as more:
        client.get(reverse("orders:list-orders"))
    # Four rows are no four queries; which stamps are read anew does not matter.
    assert len(more) <= len(few) + 1 <= 14
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("orders:read-order", args=[adopted.slug]))
    assert len(one) <= 14


def test_feeds_the_table_and_the_search_hold_what_is_public(
    client: Client, mandate: Mandate
) -> None:
    row = makers.adopt(makers.take(makers.make_order(mandate)))
    hidden = makers.make_given(mandate, title="Ещё не прочитано")
    for name in ("read-atom", "read-rss"):
        body = client.get(reverse(f"orders:{name}")).content.decode()
        assert row.title in body
        assert hidden.title not in body
    answer: Any = client.get(reverse("orders:export-orders"))
    table = b"".join(answer.streaming_content).decode()
    assert row.title in table
    assert "4200000.00" in table
    assert hidden.title not in table
    assert [hit.title for hit in public.search(make_person(), "тротуары")] == [row.title]
    assert len(public.site_pages()) == 2
    author = row.author_id
    assert author is not None
    told = public.own_part(author)
    assert [one["title"] for one in told["orders"]] == [row.title]
    assert [one["order"] for one in told["supported"]] == [row.slug]


def test_a_refusal_of_a_moderator_is_told_to_its_author(client: Client, mandate: Mandate) -> None:
    person = makers.neighbour(mandate)
    row = makers.make_given(mandate, person)
    Order.objects.filter(id=row.id).update(state=rules.REJECTED)
    sign_in(client, person)
    assert "Не опубликован" in page(client, "list-own")
    there = reverse("orders:mend-order", args=[row.slug])
    assert row.why in page(client, "mend-order", row.slug)
    given = {"title": "Построить тротуар", "spot": "", "why": makers.WHY, "version": row.version}
    assert client.post(there, {**given, "why": ""}).status_code == 422
    assert client.post(there, given).headers["Location"].endswith("/sent/")
    assert client.post(there, given).status_code == 403


def test_the_service_is_not_there_before_the_town_opens_it(
    client: Client, mandate: Mandate
) -> None:
    makers.make_order(mandate)
    assert public.of_deputies({mandate.id: mandate.slug})[mandate.id].number == 1
    switch_service("orders", "off")
    assert client.get(reverse("orders:list-orders")).status_code == 404
    assert public.of_deputies({mandate.id: mandate.slug}) == {}


def test_the_worklist_is_for_officials(client: Client, mandate: Mandate) -> None:
    row = makers.make_order(mandate)
    sign_in(client, makers.neighbour(mandate))
    assert client.get(reverse("orders:list-cases")).status_code == 403
    sign_in(client, makers.role("author"))
    assert row.title in page(client, "list-cases")
