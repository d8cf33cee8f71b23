"""Words that stop publication: the law's own, and names while an election campaign lasts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls.models import Campaign
from veche.domains.polls.rules import stops
from veche.domains.polls.rules.stops import Phrase
from veche.domains.polls.tests import office_pages as pages
from veche.kernel import clock


def found(text: str, *names: str) -> set[str]:
    return {stop.code for stop in stops.stops([Phrase("title", text)], [], names)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Городской референдум о мосте", "referendum"),
        ("Итоги РЕФЕРЕНДУМА", "referendum"),
        ("Решение собственников о шлагбауме", "owners"),
        ("Собрание всех собственников дома", "owners"),
    ],
)
def test_the_law_keeps_these_words(text: str, code: str) -> None:
    assert found(text) == {code}


@pytest.mark.parametrize(
    "text", ["Опрос о мосте", "Решение о мосте", "Мнение собственников гаражей"]
)
def test_other_words_are_free(text: str) -> None:
    assert found(text, "Иванов", "Единая Россия") == set()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Иванов", "Доверяете ли вы Иванову?"),
        ("Иванова", "Что вы думаете об Ивановой?"),
        ("Достоевский", "Работа Достоевского"),
        ("Единая Россия", "Как вам работа «Единой России»?"),
        ("КПРФ", "Предложения КПРФ"),
        ("Королёв", "Сквер имени Королева"),
    ],
)
def test_names_are_known_in_any_case(name: str, text: str) -> None:
    assert stops.named(text, [name]) == [name]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Иванов", "Праздник Ивана Купалы"),
        ("Единая Россия", "Единая дежурная служба России"),
        ("Ким", "Какими быть дворам"),
        ("Рыбаков", "Где собираться рыбакам"),
    ],
)
def test_like_words_are_no_names(name: str, text: str) -> None:
    assert stops.named(text, [name]) == []


@given(st.text(max_size=100), st.lists(st.text(max_size=20), max_size=4))
def test_only_given_names_are_found(text: str, names: list[str]) -> None:
    assert set(stops.named(text, names)) <= set(names)
    assert stops.named(text, []) == []


@given(st.text(alphabet="абвгдежзиклмн", min_size=1, max_size=12))
def test_a_name_is_found_as_it_is_written(name: str) -> None:
    assert stops.named(f"Работа: {name}.", [name]) == [name]


def test_words_around_a_question_may_deny_what_the_question_may_not_say() -> None:
    around = [Phrase("title", "Это не референдум, а опрос. Кандидат Петров ни при чём.")]
    assert {s.code for s in stops.stops([], around, ["Петров"])} == {"election"}


@pytest.fixture
def official(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["author", "approver"]))


def campaign(official: Client, first: int, last: int, **changed: str) -> Any:
    today = clock.today("Europe/Moscow")
    form = {
        "key": str(uuid4()),
        "title": "Выборы в думу",
        "starts_on": (today + timedelta(days=first)).isoformat(),
        "ends_on": (today + timedelta(days=last)).isoformat(),
        "names": "Сидоров\nПартия Рек",
        "act": "Решение № 7",
        **changed,
    }
    return official.post("/office/rules/campaign/", form)


def check(official: Client, title: str) -> tuple[int, str]:
    poll = pages.ready(official, title=title)
    answer = official.post(f"/office/polls/{poll.slug}/check/")
    return answer.status_code, answer.content.decode()


def test_a_referendum_is_stopped_with_the_reason(official: Client) -> None:
    status, page = check(official, "Референдум о мосте")
    assert status == 422
    assert "67-ФЗ" in page
    assert "голосование жителей" in page


def test_a_candidate_is_stopped_only_while_the_campaign_lasts(official: Client) -> None:
    title = "Доверяете ли вы Сидорову?"
    assert check(official, title)[0] == 302
    assert campaign(official, -1, 30).status_code == 302
    status, page = check(official, title)
    assert status == 422
    assert "избирательная кампания" in page
    Campaign.objects.update(starts_on="2020-01-01", ends_on="2020-02-01")
    assert check(official, title)[0] == 302


def test_what_was_submitted_before_the_campaign_is_not_published_in_it(official: Client) -> None:
    poll = pages.ready(official, title="Мост Сидорова")
    assert official.post(f"/office/polls/{poll.slug}/check/").status_code == 302
    campaign(official, 0, 10)
    assert official.post(f"/office/polls/{poll.slug}/approve/").status_code == 422


def test_a_poll_is_not_extended_into_a_campaign(official: Client) -> None:
    poll = pages.ready(official, title="Мост Сидорова")
    official.post(f"/office/polls/{poll.slug}/check/")
    official.post(f"/office/polls/{poll.slug}/approve/")
    campaign(official, 7, 30)
    longer = {"closes_at": pages.moment(9), "reason": "Дороги развезло, дадим всем успеть."}
    answer = official.post(f"/office/polls/{poll.slug}/extend/", longer)
    assert answer.status_code == 422
    assert "избирательная кампания" in answer.content.decode()
    sooner = {**longer, "closes_at": pages.moment(5.5)}
    assert official.post(f"/office/polls/{poll.slug}/extend/", sooner).status_code == 302


def test_a_campaign_is_mended_and_removed(official: Client) -> None:
    key = str(uuid4())
    for _again in range(2):
        campaign(official, 0, 5, key=key)
    one = Campaign.objects.get()
    assert "Выборы в думу" in official.get("/office/rules/").content.decode()
    assert "Сидоров" in official.get(f"/office/rules/campaign/{one.id}/").content.decode()
    assert campaign(official, 5, 0).status_code == 422
    assert campaign(official, 0, 5, names="").status_code == 422
    for _again in range(2):
        assert official.post(f"/office/rules/campaign/{one.id}/remove/").status_code == 302
    assert not Campaign.objects.exists()
    assert official.get(f"/office/rules/campaign/{one.id}/").status_code == 404


def test_an_author_enters_no_campaign(town: Any) -> None:
    author = sign_in(Client(), make_person(roles=["author"]))
    assert campaign(author, 0, 5).status_code == 403
    assert author.get("/office/rules/campaign/").status_code == 403
    assert not Campaign.objects.exists()


def test_a_house_poll_says_what_it_is_not(official: Client) -> None:
    poll = pages.ready(official, title="Где поставить лавки?", kind="house")
    official.post(f"/office/polls/{poll.slug}/check/")
    official.post(f"/office/polls/{poll.slug}/approve/")
    says = "Это опрос, а не собрание собственников"
    for page in ("", "result/"):
        assert says in Client().get(f"/polls/{poll.slug}/{page}").content.decode()
    town_poll = pages.published(official)
    assert says not in Client().get(f"/polls/{town_poll.slug}/").content.decode()


def test_the_check_advises_and_does_not_stop(official: Client) -> None:
    poll = pages.ready(official, title="Согласны ли вы с тем, что парк нужен?")
    page = official.get(f"/office/polls/{poll.slug}/check/").content.decode()
    assert "подсказывает ответ" in page
    assert "Нужен ли парк?" in page
    assert official.post(f"/office/polls/{poll.slug}/check/").status_code == 302
