"""From an empty desk to a decision owed, as an official's browser goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from veche.commons.ballots import public as ballots
from veche.commons.commitments import public as commitments
from veche.commons.files.tests.makers import photo
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms import public as norms
from veche.domains.polls import actions, queries
from veche.domains.polls.models import Extension, Poll, State
from veche.domains.polls.tests import office_pages as pages
from veche.kernel import clock
from veche.kernel.errors import Invalid


@pytest.fixture
def official(town: Any) -> Client:
    """A browser of somebody who both writes and approves."""
    return sign_in(Client(), make_person(roles=["author", "approver"]))


def test_a_poll_goes_its_whole_way(official: Client) -> None:
    assert "На столе чисто" in official.get("/office/polls/").content.decode()
    poll = pages.start(official, summary="Деньги есть, место выбираете вы.")
    assert poll.min_age == 14
    code = pages.add_question(official, poll, "Сквер Мира", "Тихий залив")
    assert code == "q1"
    texts = [option.text for option in poll.questions.get().options.all()]
    assert texts[:2] == ["Сквер Мира", "Тихий залив"]
    assert len(texts) == 5, "three neutral answers are offered"
    assert "Назначьте начало" in official.get(_of(poll, "check/")).content.decode()
    assert pages.schedule(official, poll).status_code == 302
    check = official.get(_of(poll, "check/")).content.decode()
    assert "Всё на месте" in check

    assert official.post(_of(poll, "check/")).status_code == 302
    review = official.get(_of(poll)).content.decode()
    assert "Опубликовать" in review
    assert "Сквер Мира" in review
    assert official.post(_of(poll, "approve/")).status_code == 302
    running = official.get(_of(poll)).content.decode()
    assert "Продлить голосование" in running
    assert "Снять с публикации" in running

    _vote(poll)
    figures = official.get("/office/turnout/").content.decode()
    assert "".join(figures.split()).endswith(">1</b>")
    assert "Первый голос уже подан" in official.get(_of(poll)).content.decode()
    longer = {"closes_at": pages.moment(9), "reason": "Дороги развезло, дадим всем успеть."}
    assert official.post(_of(poll, "extend/"), longer).status_code == 302
    assert "Дороги развезло" in official.get(_of(poll)).content.decode()

    pages.let_it_end(poll)
    closed = official.get(_of(poll)).content.decode()
    assert "Записать решение" in closed
    assert commitments.of("polls.poll", poll.id) is not None
    assert "Ждут решения города" in official.get("/office/polls/").content.decode()


def test_a_returned_poll_tells_its_author_why(official: Client) -> None:
    author = sign_in(Client(), make_person(roles=["author"]))
    poll = pages.ready(author)
    author.post(_of(poll, "check/"))
    assert author.post(_of(poll, "approve/")).status_code == 403
    assert official.post(_of(poll, "return/"), {"reason": ""}).status_code == 422
    back = official.post(_of(poll, "return/"), {"reason": "Назовите улицу."})
    assert back.status_code == 302
    page = author.get(_of(poll), follow=True).content.decode()
    assert "Назовите улицу." in page
    assert "Исправить" in author.get("/office/polls/").content.decode()


def test_after_the_first_ballot_only_an_extension_is_left(official: Client) -> None:
    poll = pages.published(official)
    _vote(poll)
    refused = official.post(_of(poll, "withdraw/"))
    assert refused.status_code == 409
    assert "только продлить" in refused.content.decode()
    for step in ("passport/", "questions/", "voters/", "hours/", "effect/", "materials/"):
        page = official.get(_of(poll, step))
        assert page.status_code == 403, step
        assert "Опубликованный опрос менять нельзя" in page.content.decode()
    assert official.post(_of(poll, "questions/q1/remove/")).status_code == 403
    assert poll.questions.count() == 1


def test_before_the_first_ballot_a_poll_comes_back_as_a_draft(official: Client) -> None:
    poll = pages.published(official)
    assert "Что произойдёт" in official.get(_of(poll, "withdraw/")).content.decode()
    for _again in range(2):
        assert official.post(_of(poll, "withdraw/")).status_code == 302
    poll.refresh_from_db()
    assert poll.state == State.DRAFT
    assert official.get(_of(poll, "questions/")).status_code == 200


def test_nothing_doubles_when_a_form_is_sent_twice(official: Client) -> None:
    words = {"key": pages.hidden(official.get(pages.NEW), "key"), "title": "Раз", "kind": "town"}
    first, second = (official.post(pages.NEW, words) for _again in range(2))
    assert first["Location"] == second["Location"]
    assert Poll.objects.count() == 1
    poll = Poll.objects.get()
    url = _of(poll, "questions/new/?kind=one")
    form = pages.question_form(official, url, "А", "Б")
    for _again in range(2):
        assert official.post(url, form).status_code == 302
    assert poll.questions.count() == 1
    assert poll.questions.get().options.count() == 5
    new = _of(poll, "materials/new/")
    material = {
        "id": pages.hidden(official.get(new), "id"),
        "side": "for",
        "title": "Тень",
        "text": "Деревья дадут тень.",
    }
    for _again in range(2):
        assert official.post(new, material).status_code == 302
    assert poll.materials.count() == 1
    copy = {"key": "one-press"}
    for _again in range(2):
        assert official.post(_of(poll, "copy/"), copy).status_code == 302
    assert Poll.objects.count() == 2


def test_running_verbs_do_no_harm_when_repeated(official: Client) -> None:
    poll = pages.ready(official)
    for _again in range(2):
        assert official.post(_of(poll, "check/")).status_code == 302
    for _again in range(2):
        assert official.post(_of(poll, "approve/")).status_code == 302
    longer = {"closes_at": pages.moment(9), "reason": "Дадим успеть всем сёлам."}
    for _again in range(2):
        assert official.post(_of(poll, "extend/"), longer).status_code == 302
    assert Extension.objects.filter(poll=poll).count() == 1


def test_a_vote_has_an_end_one_lives_to_see(official: Client) -> None:
    """A close never moves back, so a mistyped year would stay."""
    poll = pages.published(official)
    longest = norms.value("poll.run_days_max", clock.now().date()).value
    reason = "Дадим успеть всем сёлам."
    for days in (longest + 1, 180 * 365):
        answer = official.post(
            _of(poll, "extend/"), {"closes_at": pages.moment(days), "reason": reason}
        )
        assert answer.status_code == 422
        assert f"не дольше {longest} дней" in answer.content.decode()
    draft = pages.start(official)
    assert pages.schedule(official, draft, opens=1, closes=longest + 2).status_code == 422
    with pytest.raises(Invalid):
        actions.schedule_poll(
            make_person(roles=["author"]),
            slug=draft.slug,
            hours=actions.Hours(clock.now(), clock.now() + timedelta(days=longest + 1)),
        )
    # The whole of it is bounded, not each extension.
    for days in (longest - 2, longest - 1):
        form = {"closes_at": pages.moment(days), "reason": reason}
        assert official.post(_of(poll, "extend/"), form).status_code == 302
    later = {"closes_at": pages.moment(longest + 1), "reason": reason}
    assert official.post(_of(poll, "extend/"), later).status_code == 422


def test_nobody_ends_a_poll_before_its_time(official: Client) -> None:
    poll = pages.published(official)
    assert official.post(_of(poll, "close/"), {"reason": "Итог уже ясен."}).status_code == 404
    shorter = {"closes_at": pages.moment(0.5), "reason": "Итог уже ясен, ждать нечего."}
    assert official.post(_of(poll, "extend/"), shorter).status_code == 422
    actions.close_due_poll(poll_id=poll.id)
    poll.refresh_from_db()
    assert poll.state == State.PUBLISHED


def test_the_phone_follows_what_is_typed_and_saves_nothing(official: Client) -> None:
    poll = pages.start(official)
    words = {"title": "Сквер или парк?", "summary": "ы" * 10_000, "kind": "moon"}
    phone = official.post(_of(poll, "preview/passport/"), words).content.decode()
    assert "Сквер или парк?" in phone
    url = _of(poll, "questions/new/?kind=several")
    form = pages.question_form(official, url, "Детям", "Деревьям", maximum="мно", text="")
    form[f"option-{form['option'][0]}-cost"] = "4 200 000"
    phone = official.post(_of(poll, "preview/question/"), form).content.decode()
    assert "Деревьям" in phone
    assert "4,2" in phone
    assert not poll.questions.exists()
    poll.refresh_from_db()
    assert poll.title == "Что построить?"
    assert official.post(_of(poll, "preview/moon/"), words).status_code == 404


def test_a_copy_brings_words_but_not_dates(official: Client) -> None:
    poll = pages.published(official)
    made = official.post(_of(poll, "copy/"), {"key": "k"})
    twin = Poll.objects.get(slug=made["Location"].split("/")[3])
    assert twin.state == State.DRAFT
    assert twin.opens_at is None
    assert [o.text for o in twin.questions.get().options.all()][:1] == ["Сквер Мира"]
    assert pages.schedule(official, twin).status_code == 302
    assert "Всё на месте" in official.get(_of(twin, "check/")).content.decode()


def _of(poll: Poll, rest: str = "") -> str:
    return f"/office/polls/{poll.slug}/{rest}"


def _vote(poll: Poll) -> None:
    voter = make_person(level=1, birth_year=1980)
    found = queries.poll_for(voter, poll.slug)
    actions.cast_ballot(voter, poll=found, choice={"q1": ["o1"]})
    assert ballots.turnouts([poll.id])[poll.id] == 1


def test_a_draft_is_removed_after_a_question(official: Client) -> None:
    poll = pages.start(official)
    assert "Удалить черновик?" in official.get(_of(poll, "discard/")).content.decode()
    assert official.post(_of(poll, "discard/")).status_code == 302
    assert not Poll.objects.exists()
    assert official.post(_of(poll, "discard/")).status_code == 404


def test_what_was_extended_before_everyone_is_not_removed(official: Client) -> None:
    poll = pages.published(official)
    longer = {"closes_at": pages.moment(9), "reason": "Дадим успеть всем сёлам."}
    official.post(_of(poll, "extend/"), longer)
    assert official.post(_of(poll, "withdraw/")).status_code == 302
    assert official.post(_of(poll, "discard/")).status_code == 409
    assert Poll.objects.filter(id=poll.id).exists()


def test_pictures_open_with_the_poll_and_close_with_it(official: Client) -> None:
    poll = pages.ready(official)
    cover = SimpleUploadedFile("a.jpg", photo(), content_type="image/jpeg")
    words = {"title": poll.title, "kind": "town", "cover": cover}
    assert official.post(_of(poll, "passport/"), words).status_code == 302
    poll.refresh_from_db()
    address = f"/files/{poll.cover_id}/320.webp"
    assert Client().get(address).status_code == 404
    official.post(_of(poll, "check/"))
    official.post(_of(poll, "approve/"))
    assert Client().get(address).status_code == 200
    official.post(_of(poll, "withdraw/"))
    assert Client().get(address).status_code == 404
