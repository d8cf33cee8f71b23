"""The protocol and the sheet, read back from the files people get."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from veche.commons.ballots import public as ballots
from veche.commons.documents.tests.makers import docx_words, pdf_words
from veche.commons.identity.public import ANONYMOUS
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.towns import public as towns
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.models import Poll, Protocol, State
from veche.domains.polls.tests import office_pages as pages
from veche.domains.polls.tests.test_office_roles import person
from veche.kernel import clock


@pytest.fixture
def official(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["author", "approver"]))


def closed(official: Client) -> Poll:
    """A poll that ended with two ballots for the first option and one for the second."""
    poll = pages.published(official)
    for option in ("o1", "o1", "o2"):
        voter = make_person(level=1, birth_year=1980)
        found = queries.poll_for(voter, poll.slug)
        actions.cast_ballot(voter, poll=found, choice={"q1": [option]})
    pages.let_it_end(poll)
    ballots.publish(poll.id)
    return poll


def form(**changed: str) -> dict[str, str]:
    today = clock.today(towns.current().time_zone)
    return {
        "number": "7-оп",
        "signed_on": today.isoformat(),
        "signatory_post": "Глава города",
        "signatory_name": "И. И. Иванова",
        **changed,
    }


def test_the_protocol_says_the_count_in_both_files(official: Client) -> None:
    poll = closed(official)
    office = f"/office/polls/{poll.slug}/"
    assert "Оформить протокол" in official.get(office).content.decode()
    assert Client().get(f"/polls/{poll.slug}/protocol.pdf").status_code == 404
    for _again in range(2):
        assert official.post(f"{office}protocol/", form()).status_code == 302
    assert Protocol.objects.count() == 1
    assert "protocol.pdf" in Client().get(f"/polls/{poll.slug}/result/").content.decode()
    pdf = Client().get(f"/polls/{poll.slug}/protocol.pdf")
    word = Client().get(f"/polls/{poll.slug}/protocol.docx")
    assert pdf["Content-Type"] == "application/pdf"
    assert word["Content-Disposition"].endswith('.docx"')
    for said in (pdf_words(pdf.content), docx_words(word.content)):
        assert "№ 7-оп от" in said
        assert "Что построить?" in said
        assert "Сквер Мира 2 67" in said
        assert "Тихий залив 1 33" in said
        assert "Принято бюллетеней: 3" in said
        assert "Глава города" in said
        assert f"/polls/{poll.slug}/result/" in said.replace(" ", "")


def test_a_protocol_keeps_the_template_it_was_issued_with(official: Client) -> None:
    poll = closed(official)
    official.post(f"/office/polls/{poll.slug}/protocol/", form())
    official.post("/office/documents/protocol/", {"text": "Иначе: {{ number }}"})
    said = pdf_words(Client().get(f"/polls/{poll.slug}/protocol.pdf").content)
    assert "Иначе" not in said
    official.post(f"/office/polls/{poll.slug}/protocol/", form(number="8-оп"))
    assert "№ 8-оп" in pdf_words(Client().get(f"/polls/{poll.slug}/protocol.pdf").content)


@pytest.mark.parametrize(
    "changed",
    [
        {"number": ""},
        {"signed_on": "2020-01-01"},
        {"signed_on": "2099-01-01"},
        {"signatory_name": ""},
        {"signatory_post": "Г" * 300},
    ],
)
def test_a_bad_protocol_is_refused(official: Client, changed: dict[str, str]) -> None:
    poll = closed(official)
    answer = official.post(f"/office/polls/{poll.slug}/protocol/", form(**changed))
    assert answer.status_code == 422
    assert not Protocol.objects.exists()


def test_a_running_poll_has_no_protocol(official: Client) -> None:
    poll = pages.published(official)
    assert official.post(f"/office/polls/{poll.slug}/protocol/", form()).status_code == 403
    assert not Protocol.objects.exists()


def test_an_unfinished_count_has_no_protocol(official: Client) -> None:
    poll = pages.published(official)
    pages.let_it_end(poll)
    assert "Голоса ещё считают" in official.get(f"/office/polls/{poll.slug}/").content.decode()
    assert official.get(f"/office/polls/{poll.slug}/protocol/").status_code == 403
    assert official.post(f"/office/polls/{poll.slug}/protocol/", form()).status_code == 403
    # One that was issued by an older version is shown to nobody before the count is whole.
    Protocol.objects.create(poll=poll, template_number=1, **form())
    assert Client().get(f"/polls/{poll.slug}/protocol.pdf").status_code == 404
    assert "protocol.pdf" not in Client().get(f"/polls/{poll.slug}/result/").content.decode()


def test_the_sheet_asks_every_question(official: Client) -> None:
    poll = pages.ready(official, title="Где поставить лавки?", kind="house")
    pages.add_question(official, poll, kind="scale", scale_low="1", scale_high="5")
    pages.add_question(official, poll, kind="text", text="Что ещё?")
    pages.add_question(official, poll, "А", "Б", kind="several", minimum="1", maximum="2")
    pdf = official.get(f"/office/polls/{poll.slug}/ballot.pdf")
    word = official.get(f"/office/polls/{poll.slug}/ballot.docx")
    for said in (pdf_words(pdf.content), docx_words(word.content)):
        assert "ОПРОСНЫЙ ЛИСТ" in said
        assert "Это опрос, а не собрание собственников." in said
        assert "☐ Сквер Мира" in said
        assert "☐ 1 ☐ 2 ☐ 3 ☐ 4 ☐ 5" in said
        assert "Что ещё? ______" in said
        assert "Отметьте от 1 до 2 ответов." in said
        assert "Затрудняюсь ответить" in said
    assert Client().get(f"/office/polls/{poll.slug}/ballot.pdf").status_code == 302


def test_who_may_issue_a_protocol() -> None:
    over = Poll(state=State.CLOSED)
    assert policies.may_issue_protocol(person("approver"), over, True)
    assert not policies.may_issue_protocol(person("approver"), over, False)
    author = person("author")
    assert policies.may_issue_protocol(author, Poll(state=State.CLOSED, author_id=author.id), True)
    for other in (ANONYMOUS, person(), person("lawyer"), person("author")):
        assert not policies.may_issue_protocol(other, over, True)
    assert not policies.may_issue_protocol(person("approver"), Poll(state=State.PUBLISHED), True)
