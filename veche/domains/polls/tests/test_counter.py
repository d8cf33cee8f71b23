"""The counter: one right, three ways to use it, and nothing of anybody on the clerk's screen."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.attacks.made import EVERY_KIND, make_poll
from veche.commons.ballots import public as ballots
from veche.commons.ballots.tests.makers import kept_ballots, move_close
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_joined, make_person, sign_in
from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.domains.polls import actions, jobs, policies, queries
from veche.domains.polls.actions.running import close_box_of
from veche.domains.polls.models import Poll
from veche.kernel import clock
from veche.kernel import jobs as queue
from veche.kernel.errors import Conflict, Refused

ASK = {"kind": "one", "options": ("Сквер", "Парк", "?")}
NUMBER = iter(range(100_000, 999_999))


@pytest.fixture
def west(town: Any) -> UUID:
    make_town()
    return next(place.id for place in places.places() if place.name == "Западный")


@pytest.fixture
def clerk(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["clerk"], contact="clerk@example.org"))


@pytest.fixture
def second(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["clerk"]))


def check_in(browser: Client, west: UUID, number: int = 0, **changed: str) -> None:
    form = {
        "kind": "passport",
        "number": f"9218{number or next(NUMBER)}",
        "born": "1951-03-04",
        "place": str(west),
        **changed,
    }
    answer = browser.post("/office/check-in/", form)
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def desk(poll: Poll, page: str = "") -> str:
    return f"/office/counter/{poll.slug}/{page}"


def print_pack(browser: Client, poll: Poll, amount: int = 5) -> list[str]:
    answer = browser.post(desk(poll, "print/"), {"amount": amount, "key": str(uuid4())})
    assert answer.status_code == 302
    return ballots.numbers_of_pack(poll.id, ballots.packs(poll.id)[0].id)


def hand_out(browser: Client, poll: Poll, west: UUID, people: int = 1) -> None:
    for _person in range(people):
        check_in(browser, west)
        assert browser.post(desk(poll, "hand-out/")).status_code == 302


def enter(browser: Client, poll: Poll, number: str, option: str = "o1", **changed: str) -> Any:
    form = {"number": number, "q1": option, "key": str(uuid4()), "then": "save", **changed}
    return browser.post(desk(poll, "enter/"), form)


def close(poll: Poll) -> None:
    move_close(poll.id, clock.database_now())
    Poll.objects.filter(id=poll.id).update(closes_at=clock.now())
    close_box_of(Poll.objects.get(id=poll.id))
    poll.refresh_from_db()


def test_a_vote_on_the_clerks_screen(clerk: Client, west: UUID) -> None:
    poll = make_poll(ASK)
    assert "/office/check-in/" in clerk.get(desk(poll, "vote/"))["Location"]
    check_in(clerk, west)
    page = clerk.get(desk(poll, "vote/")).content.decode()
    assert "Сквер" in page
    answer = clerk.post(desk(poll, "vote/"), {"q1": "o2"})
    number = re.search(r"\d{4}-\d{4}-\d{4}", answer.content.decode())
    assert number
    assert ballots.has_receipt(poll.id, number[0].replace("-", ""))
    assert ballots.results(poll.id).channels == {"assisted": 1}
    assert kept_ballots(poll.id)[0].level == 2
    again = clerk.post(desk(poll, "vote/"), {"q1": "o1"})
    assert again.status_code == 302, "the visit is over"
    assert ballots.results(poll.id).ballots == 1
    assert ballots.days_of_counter(poll.id)[0].acts == {"assisted": 1}


def test_the_same_passport_is_the_same_vote(clerk: Client, second: Client, west: UUID) -> None:
    poll = make_poll(ASK, is_revisable=False)
    check_in(clerk, west, 777_777)
    assert clerk.post(desk(poll, "vote/"), {"q1": "o2"}).status_code == 200
    check_in(second, west, 777_777)
    refused = second.post(desk(poll, "vote/"), {"q1": "o1"})
    assert refused.status_code == 409
    shown = refused.content.decode()
    assert "уже проголосовал" in shown
    assert "Закончить приём" in shown, "the clerk stays at the desk and goes on"
    print_pack(second, poll)
    assert second.post(desk(poll, "hand-out/")).status_code == 409
    assert ballots.results(poll.id).channels == {"assisted": 1}


def test_an_earlier_choice_is_not_shown_to_the_clerk(clerk: Client, west: UUID) -> None:
    poll = make_poll(ASK)
    check_in(clerk, west, 777_777)
    clerk.post(desk(poll, "vote/"), {"q1": "o2"})
    check_in(clerk, west, 777_777)
    for page in ("", "vote/"):
        text = clerk.get(desk(poll, page)).content.decode()
        assert "checked" not in text
        assert "уже проголосовал" not in text
    assert clerk.post(desk(poll, "vote/"), {"q1": "o1"}).status_code == 200
    assert ballots.results(poll.id).ballots == 1


def test_a_wrong_paper_is_shown_again(clerk: Client, west: UUID) -> None:
    poll = make_poll(ASK)
    check_in(clerk, west)
    answer = clerk.post(desk(poll, "vote/"), {})
    assert answer.status_code == 422
    assert "Ответьте на этот вопрос" in answer.content.decode()
    assert clerk.post(desk(poll, "vote/"), {"q1": "o1"}).status_code == 200


def test_who_may_not_vote_may_not_at_the_counter_either(clerk: Client, west: UUID) -> None:
    east = next(place.id for place in places.places() if place.name == "Восточный")
    poll = make_poll(ASK, places=(east,))
    check_in(clerk, west)
    assert "другой территории" in clerk.get(desk(poll)).content.decode()
    assert clerk.get(desk(poll, "vote/")).status_code == 403
    assert clerk.post(desk(poll, "vote/"), {"q1": "o1"}).status_code == 403
    print_pack(clerk, poll)
    assert clerk.post(desk(poll, "hand-out/")).status_code == 403
    assert ballots.results(poll.id).ballots == 0


def test_paper_shuts_the_portal_and_says_so_first(clerk: Client, west: UUID) -> None:
    poll = make_poll(ASK)
    phone = make_person(contact="+79001112233")
    check_in(clerk, west, code=identity.show_code(phone))
    print_pack(clerk, poll)
    assert clerk.post(desk(poll, "hand-out/")).status_code == 302
    resident = sign_in(Client(), phone)
    for answer in (
        resident.get(f"/polls/{poll.slug}/vote/"),
        resident.post(f"/polls/{poll.slug}/vote/", {"q1": "o1"}),
    ):
        assert answer.status_code == 409
        assert "бумажный бюллетень" in answer.content.decode()
    person = identity.person_by_id(phone.known_id)
    assert person is not None
    with pytest.raises(Conflict):
        actions.cast_ballot(person, poll=queries.poll_for(person, poll.slug), choice={"q1": ["o1"]})


def test_the_pack_is_a_pdf_with_every_number(clerk: Client, west: UUID) -> None:
    poll = make_poll(*EVERY_KIND, title="Обо всём сразу")
    print_pack(clerk, poll, 3)
    pack = ballots.packs(poll.id)[0]
    answer = clerk.get(desk(poll, f"packs/{pack.id}.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    assert clerk.get(desk(poll, f"packs/{uuid4()}.pdf")).status_code == 404
    for amount in ("0", "501", "много", ""):
        form = {"amount": amount, "key": str(uuid4())}
        assert clerk.post(desk(poll, "print/"), form).status_code == 422


def test_paper_from_the_pack_to_the_count(clerk: Client, second: Client, west: UUID) -> None:
    poll = make_poll(ASK)
    numbers = print_pack(clerk, poll)
    hand_out(clerk, poll, west, 3)
    assert clerk.post(desk(poll, "spoil/"), {"number": numbers[4]}).status_code == 302
    assert clerk.post(desk(poll, "spoil/"), {"number": numbers[4]}).status_code == 422
    close(poll)
    for number, option in zip(numbers, ("o1", "o1", ""), strict=False):
        then = {"then": "save" if option else "invalid"}
        assert enter(clerk, poll, number, option, **then).status_code == 302
    assert enter(clerk, poll, numbers[3]).status_code == 409, "more than were handed out"
    assert numbers[0][:4] in clerk.get(desk(poll, "enter/")).content.decode()
    assert clerk.post(desk(poll, "hand-over/")).status_code == 302
    stack = ballots.stacks(poll.id)[0]
    page = desk(poll, f"check/{stack.id}/")
    assert "Расхождений нет" in clerk.get(page).content.decode()
    assert clerk.post(page, {"number": numbers[0], "q1": "o1"}).status_code in {409, 422}
    second.post(page, {"number": numbers[0], "q1": "o2"})
    for browser in (clerk, second):
        text = browser.get(page).content.decode()
        assert "Разошлись" in text
        assert "Парк" in text
    assert second.post(page, {"number": numbers[0], "q1": "o1"}).status_code == 302
    assert second.post(page, {"number": numbers[1], "q1": "o1"}).status_code == 302
    assert second.post(page, {"number": numbers[2], "then": "invalid"}).status_code == 302
    assert "done=checked" in second.get(page)["Location"]
    assert ballots.results(poll.id).channels == {"paper": 2}
    assert clerk.post(desk(poll, "finish/")).status_code == 302
    jobs.publish_count(str(poll.id))
    assert ballots.count_published(poll.id) == 2
    result = Client().get(f"/polls/{poll.slug}/result/").content.decode()
    assert "на бумаге" in result
    assert "Бумажных выдано" in result
    receipt = Client().post(f"/polls/{poll.slug}/check/", {"number": numbers[0]})
    assert "лежит в урне" in receipt.content.decode()


def test_the_second_person_is_shown_no_marks(clerk: Client, second: Client, west: UUID) -> None:
    poll = make_poll(ASK)
    numbers = print_pack(clerk, poll)
    hand_out(clerk, poll, west)
    enter(clerk, poll, numbers[0], "o2")
    clerk.post(desk(poll, "hand-over/"))
    stack = ballots.stacks(poll.id)[0]
    text = second.get(desk(poll, f"check/{stack.id}/")).content.decode()
    assert numbers[0][:4] in text
    assert "checked" not in text


def test_the_result_waits_for_the_paper(clerk: Client, west: UUID) -> None:
    poll = make_poll(ASK, title="Что с итогом?")
    voter = make_person(birth_year=1980)
    actions.cast_ballot(voter, poll=queries.poll_for(voter, poll.slug), choice={"q1": ["o1"]})
    print_pack(clerk, poll)
    hand_out(clerk, poll, west)
    close(poll)
    jobs.publish_count(str(poll.id))
    assert not ballots.is_published(poll.id)
    page = Client().get(f"/polls/{poll.slug}/result/").content.decode()
    assert "Бумажные бюллетени ещё вводят" in page
    assert "ballots.csv" not in page
    official = sign_in(Client(), make_person(roles=["approver"]))
    desk_text = official.get(f"/office/polls/{poll.slug}/").content.decode()
    assert "Бумажные бюллетени ещё вводят" in desk_text
    for where in (f"/polls/{poll.slug}/result/", f"/polls/{poll.slug}/", "/"):
        assert "100 %" not in Client().get(where).content.decode(), where
    assert Client().get(f"/api/v1/polls/{poll.slug}/result").status_code == 403
    card = Client().get(f"/embed/polls/{poll.slug}/result/").content.decode()
    assert "Бумажные бюллетени ещё вводят" in card
    assert 'class="bars"' not in card
    assert poll.title in clerk.get("/office/counter/").content.decode()


def test_the_term_ends_the_typing_by_itself(clerk: Client, west: UUID) -> None:
    poll = make_poll(ASK)
    numbers = print_pack(clerk, poll)
    hand_out(clerk, poll, west, 2)
    close(poll)
    enter(clerk, poll, numbers[0])
    jobs.finish_due_papers()
    queue.run_waiting()
    assert ballots.awaiting_papers() == [poll.id]
    days = norms.value("poll.paper_entry_days", clock.now().date()).value
    earlier = clock.now() - timedelta(days=days + 2)
    Poll.objects.filter(id=poll.id).update(
        opens_at=earlier - timedelta(days=1), closes_at=earlier, closed_at=earlier
    )
    jobs.finish_due_papers()
    queue.run_waiting()
    assert ballots.awaiting_papers() == []
    assert ballots.is_published(poll.id)
    assert enter(clerk, poll, numbers[1]).status_code == 409
    page = Client().get(f"/polls/{poll.slug}/result/").content.decode()
    assert "не введено в срок" in page


def test_paper_is_not_finished_while_the_vote_goes_on(clerk: Client, west: UUID) -> None:
    poll = make_poll(ASK)
    print_pack(clerk, poll)
    hand_out(clerk, poll, west)
    assert clerk.post(desk(poll, "finish/")).status_code == 409


def test_sheets_are_printed_before_the_vote_and_given_out_in_it(clerk: Client, west: UUID) -> None:
    poll = make_poll(ASK, opens=1, title="Завтрашний опрос")
    assert "Завтрашний опрос" in clerk.get("/office/counter/").content.decode()
    assert len(print_pack(clerk, poll, 2)) == 2
    check_in(clerk, west)
    assert "можно напечатать заранее" in clerk.get(desk(poll)).content.decode()
    for page in ("hand-out/", "vote/"):
        assert clerk.post(desk(poll, page)).status_code == 403
    assert not ballots.paper_figures(poll.id).takes_paper


def test_the_register_counts_and_names_no_resident(clerk: Client, west: UUID) -> None:
    poll = make_poll(ASK)
    print_pack(clerk, poll, 7)
    hand_out(clerk, poll, west, 2)
    check_in(clerk, west)
    clerk.post(desk(poll, "vote/"), {"q1": "o1"})
    page = clerk.get(desk(poll, "register/")).content.decode()
    assert "1–7" in page
    assert "@example.org" in page
    assert "Записей ещё нет" in clerk.get(desk(make_poll(ASK), "register/")).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_auditentry WHERE kind LIKE 'polls.%'")
        assert cursor.fetchone()[0] == 1, "the printing alone; people leave no entry with a time"


def test_policies_of_the_counter(town: Any) -> None:
    poll = make_poll(ASK)
    person, author = make_person(roles=["clerk"]), make_person(roles=["author", "approver"])
    resident = make_person()
    assert policies.may_serve_counter(person)
    assert not policies.may_serve_counter(author)
    assert not policies.may_serve_counter(resident)
    assert policies.may_run_counter(person, poll, "open")
    assert not policies.may_run_counter(person, poll, "closed")
    assert not policies.may_run_counter(resident, poll, "open")
    assert policies.may_print_papers(person, poll, "upcoming")
    assert not policies.may_print_papers(person, poll, "closed")
    assert not policies.may_print_papers(author, poll, "open")
    assert policies.may_enter_papers(person, poll)
    assert not policies.may_enter_papers(author, poll)
    draft = make_poll(ASK, state="draft")
    assert not policies.may_enter_papers(person, draft)


def test_clerks_meet_no_drafts_and_others_no_counter(clerk: Client, town: Any) -> None:
    draft, poll = make_poll(ASK, state="draft"), make_poll(ASK)
    author = sign_in(Client(), make_person(roles=["author", "approver", "admin"]))
    pages = ("", "vote/", "enter/", "register/")
    for page in pages:
        assert clerk.get(desk(draft, page)).status_code == 404, page
        assert author.get(desk(poll, page)).status_code == 403, page
        assert Client().get(desk(poll, page)).status_code == 302, page
    for page in ("hand-out/", "spoil/", "print/", "hand-over/", "finish/", "enter/1/drop/"):
        assert author.post(desk(poll, page)).status_code == 403, page
        assert Client().post(desk(poll, page)).status_code == 403, page
    assert clerk.get(f"/office/polls/{poll.slug}/").status_code == 403


def test_the_list_costs_the_same_for_many(
    clerk: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        make_poll(ASK, title=f"Опрос {number}")
    with django_assert_max_num_queries(9):
        assert "Опрос 5" in clerk.get("/office/counter/").content.decode()


def test_a_broken_number_breaks_nothing(clerk: Client, west: UUID) -> None:
    poll = make_poll(ASK)
    print_pack(clerk, poll)
    hand_out(clerk, poll, west)
    for number in ("", "x", "000001000000", "9" * 39, "\x00"):
        assert enter(clerk, poll, number).status_code == 422
    assert enter(clerk, poll, "1", key="no key").status_code == 422
    with pytest.raises(Refused):
        actions.enter_paper(make_person(), poll=poll, number="1", typed=None, key=uuid4())


def test_who_agreed_to_nothing_takes_paper_after_a_look(clerk: Client, west: UUID) -> None:
    poll = make_poll(ASK, places=(west,), min_age=18)
    print_pack(clerk, poll)
    leave = {"kind": "passport", "number": f"9218{next(NUMBER)}"}
    assert clerk.post("/office/check-in/without-consent/", leave).status_code == 302
    page = clerk.get(desk(poll)).content.decode()
    assert "Посмотрите в документ" in page
    assert "Западный" in page
    assert clerk.post(desk(poll, "hand-out/")).status_code == 403, "the clerk has not looked"
    assert clerk.post(desk(poll, "hand-out/"), {"seen": "yes"}).status_code == 302
    assert ballots.days_of_counter(poll.id)[0].acts == {"handed": 1, "seen": 1}
    clerk.post("/office/check-in/without-consent/", leave)
    assert clerk.post(desk(poll, "hand-out/"), {"seen": "yes"}).status_code == 409
    assert "Из них без согласия" in clerk.get(desk(poll, "register/")).content.decode()


def test_eyes_do_not_change_what_is_known(clerk: Client, west: UUID) -> None:
    east = next(place.id for place in places.places() if place.id != west and place.kind != "town")
    poll = make_poll(ASK, places=(east,))
    print_pack(clerk, poll)
    check_in(clerk, west)
    assert "Посмотрите в документ" not in clerk.get(desk(poll)).content.decode()
    assert clerk.post(desk(poll, "hand-out/"), {"seen": "yes"}).status_code == 403
    assert not ballots.paper_figures(poll.id).takes_paper


def test_a_second_sheet_of_one_person_is_brought_back(clerk: Client, west: UUID) -> None:
    poll = make_poll(ASK)
    numbers = print_pack(clerk, poll)
    number = next(NUMBER)
    check_in(clerk, west, number)
    clerk.post(desk(poll, "hand-out/"))
    holder = identity.check_in_without_consent(
        make_person(level=2, roles=["clerk"]), kind="passport", number=f"9218{number}"
    )
    person = identity.person_by_id(holder)
    assert person is not None
    earlier = make_joined(person)
    ballots.hand_out(poll.id, person_id=earlier, clerk_id=uuid4(), day=clock.now().date())
    with transaction.atomic():
        ballots.join_voters([holder], [earlier])
    check_in(clerk, west, number)
    page = clerk.get(desk(poll)).content.decode()
    assert "два бумажных бюллетеня" in page
    assert "По два листа держит 1 человек" in page
    assert clerk.post(desk(poll, "surplus/"), {"number": "1"}).status_code == 422
    answer = clerk.post(desk(poll, "surplus/"), {"number": numbers[0]})
    assert answer["Location"].endswith("?done=returned")
    assert "Другой не выдавайте" in clerk.get(answer["Location"]).content.decode()
    assert enter(clerk, poll, numbers[1]).status_code == 302
    assert ballots.paper_figures(poll.id).not_returned == 0
    assert enter(clerk, poll, numbers[2]).status_code == 409
