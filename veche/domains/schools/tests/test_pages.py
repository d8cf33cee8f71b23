"""School polls through their pages: a pupil without an account, a head, a parent who looks."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.schools import queries, rules
from veche.domains.schools.models import Consent, SchoolPoll
from veche.domains.schools.tests import makers


@pytest.fixture
def visitor(client: Client) -> Client:
    return client


def signed_in(person: PersonRef) -> Client:
    return sign_in(Client(), person)


def without_token(answer: Any) -> str:
    return re.sub(r"(?:csrf\w*|nonce)[^>]*", "", answer.content.decode())


def post(browser: Client, url: str, **sent: Any) -> Any:
    return browser.post(url, sent)


def test_a_pupil_answers_without_an_account(town: Any, visitor: Client) -> None:
    poll = makers.running(makers.head())
    code = makers.codes(poll)[0]
    paper = post(visitor, "/school-polls/answer/", code=f"{code[:4]}-{code[4:8]}-{code[8:]}")
    assert "Скалодром" in paper.content.decode()
    half = post(visitor, "/school-polls/answer/", code=code, answers="1", q1=["o1", "o3"])
    assert half.status_code == 422
    page = half.content.decode()
    assert "#q-q2" in page
    assert "checked" in page
    done = post(visitor, "/school-polls/answer/", code=code, answers="1", q1=["o1", "o3"], q2="o2")
    page = done.content.decode()
    assert "Ответ принят" in page
    assert "Скалодром" in page
    assert "Столы" in page
    again, other = (
        post(visitor, "/school-polls/answer/", code=code, answers="1", q1=[one], q2="o2")
        for one in ("o1", "o2")
    )
    assert again.status_code == other.status_code == 409
    assert without_token(again) == without_token(other)
    assert queries.turnout(poll) == 1
    assert not any("session" in name for name in visitor.cookies)


def test_a_wrong_code_is_told_and_kept(town: Any, visitor: Client) -> None:
    makers.running(makers.head())
    told = post(visitor, "/school-polls/answer/", code="1234 5678 9012")
    assert told.status_code == 422
    assert "Такого кода нет" in told.content.decode()
    assert "1234 5678 9012" in told.content.decode()
    empty = post(visitor, "/school-polls/answer/", code=" ")
    assert "Введите код с талона" in empty.content.decode()


def test_a_page_that_runs_shows_no_sum(town: Any, visitor: Client) -> None:
    poll = makers.running(makers.head())
    for code in makers.codes(poll)[:10]:
        makers.answer(code)
    page = visitor.get(f"/school-polls/{poll.slug}/").content.decode()
    assert "Ответили не меньше 10" in page
    assert "Итог откроется" in page
    assert 'class="bars"' not in page
    told = visitor.get(f"/api/v1/school-polls/{poll.slug}").json()
    assert {one["votes"] for question in told["questions"] for one in question["options"]} == {None}
    over = visitor.get(f"/school-polls/{makers.over(poll).slug}/").content.decode()
    assert 'class="bars"' in over


def test_too_few_answers_are_no_sum_on_the_page_and_in_the_api(town: Any, visitor: Client) -> None:
    poll = makers.running(makers.head())
    for code in makers.codes(poll)[:9]:
        makers.answer(code)
    makers.over(poll)
    page = visitor.get(f"/school-polls/{poll.slug}/").content.decode()
    assert "чтобы никого не узнали" in page
    assert 'class="bars"' not in page
    told = visitor.get(f"/api/v1/school-polls/{poll.slug}").json()
    assert {one["votes"] for question in told["questions"] for one in question["options"]} == {None}


def test_polls_of_a_class_stand_in_no_list(town: Any, visitor: Client) -> None:
    head = makers.head()
    whole = makers.over(makers.running(head, title="Двор"))
    class_only = makers.over(makers.running(head, prefix="2", title="Поездка", classes=["7А"]))
    page = visitor.get("/school-polls/").content.decode()
    assert whole.slug in page
    assert class_only.slug not in page
    listed = visitor.get("/api/v1/school-polls").json()["items"]
    assert [one["slug"] for one in listed] == [whole.slug]
    assert class_only.slug not in visitor.get("/sitemap.xml").content.decode()
    assert visitor.get(f"/school-polls/{class_only.slug}/").status_code == 200


def test_a_draft_is_nobodys_but_its_schools(town: Any, visitor: Client) -> None:
    head = makers.head()
    poll = makers.draft(head)
    other = signed_in(makers.head(2))
    assert post(other, f"/me/school-polls/{poll.slug}/print/").status_code == 404
    for browser in (visitor, other, signed_in(make_person(roles=["admin"]))):
        assert browser.get(f"/school-polls/{poll.slug}/").status_code == 404
    for path in ("", "change/"):
        assert other.get(f"/me/school-polls/{poll.slug}/{path}").status_code == 404
    assert signed_in(head).get(f"/me/school-polls/{poll.slug}/").status_code == 200


def test_a_head_sets_a_poll_up_from_consents_to_slips(town: Any) -> None:
    head = makers.head()
    browser = signed_in(head)
    school = queries.schools_of(head)[0]
    consents = f"/me/school-polls/consents/{school.slug}/"
    day = (queries.today() - timedelta(days=1)).strftime("%d.%m.%Y")
    until = rules.year_end(queries.today()).isoformat()
    lines = "\n".join(f"{n}; {day}; 13" for n in range(1, 12))
    bad = post(browser, consents, class_name="7 а", until=until, lines=f"{lines}\n12; {day}; 19")
    assert bad.status_code == 422
    assert "Строка 12" in bad.content.decode()
    assert lines.splitlines()[0] in bad.content.decode()
    assert not Consent.objects.exists()
    assert post(browser, consents, class_name="7 а", until=until, lines=lines).status_code == 302
    sent = {
        "school": str(school.id),
        "title": makers.TITLE,
        "ends_on": (queries.today() + timedelta(days=5)).isoformat(),
        "classes": "7а",
        "text1": "Что поставить?",
        "options1": "Скалодром\nСтолы",
        "most1": "1",
    }
    lacking = post(browser, "/me/school-polls/new/", **{**sent, "options1": "Скалодром"})
    assert lacking.status_code == 422
    url = post(browser, "/me/school-polls/new/", **sent).url
    poll = SchoolPoll.objects.get()
    assert poll.classes == ["7А"]
    assert url.startswith(f"/me/school-polls/{poll.slug}/")
    assert "Начать опрос" in browser.get(url).content.decode()
    assert post(browser, f"/me/school-polls/{poll.slug}/open/").status_code == 302
    made = post(browser, f"/me/school-polls/{poll.slug}/print/")
    assert made["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")
    code = makers.codes(poll)[0]
    void = f"/me/school-polls/{poll.slug}/void/"
    assert post(browser, void, code="1").status_code == 422
    assert post(browser, void, code=code).status_code == 302
    assert len(makers.codes(poll)) == 10


def test_the_page_says_which_slips_are_still_out(town: Any) -> None:
    head = makers.head()
    poll = makers.running(head)
    browser = signed_in(head)
    url = f"/me/school-polls/{poll.slug}/"
    assert "Согласие отозвано" not in browser.get(url).content.decode()
    row = Consent.objects.get(number="1-1")
    withdraw = f"/me/school-polls/consents/withdraw/{row.id}/"
    assert "заберите" in browser.get(withdraw).content.decode()
    assert post(browser, withdraw).status_code == 302
    page = browser.get(url).content.decode()
    assert "Согласие отозвано, а талон на руках" in page
    assert "<li>7А: 1</li>" in page
    post(browser, f"{url}void/", code=makers.codes(poll)[0])
    assert "Согласие отозвано" not in browser.get(url).content.decode()


def test_another_school_in_the_form_is_refused(town: Any) -> None:
    head, other = makers.head(), makers.head(2)
    sent = {
        "school": str(makers.school_of(other)),
        "title": makers.TITLE,
        "ends_on": (queries.today() + timedelta(days=5)).isoformat(),
        "text1": "Что поставить?",
        "options1": "Скалодром\nСтолы",
    }
    assert post(signed_in(head), "/me/school-polls/new/", **sent).status_code == 422
    assert not SchoolPoll.objects.exists()


def test_the_approver_stops_a_poll_with_a_reason_everyone_reads(town: Any, visitor: Client) -> None:
    poll = makers.running(makers.head())
    browser = signed_in(make_person(roles=["approver"]))
    stop = f"/school-polls/{poll.slug}/stop/"
    assert browser.get(stop).status_code == 200
    assert post(browser, stop, reason=" ").status_code == 422
    assert post(browser, stop, reason="Спросили о здоровье.").status_code == 302
    assert "Спросили о здоровье." in visitor.get(f"/school-polls/{poll.slug}/").content.decode()
    assert browser.get(stop).status_code == 403
    assert signed_in(make_person()).get(stop).status_code == 403


def test_pages_cost_a_fixed_number_of_queries(
    town: Any, visitor: Client, django_assert_max_num_queries: Any
) -> None:
    head = makers.head()
    for number in range(3):
        makers.over(makers.running(head, prefix=str(number), title=f"Опрос {number}"))
    visitor.get("/school-polls/")
    with django_assert_max_num_queries(8):
        visitor.get("/school-polls/")
    with django_assert_max_num_queries(8):
        visitor.get("/api/v1/school-polls")
