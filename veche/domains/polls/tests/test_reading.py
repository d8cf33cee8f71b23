"""What everyone reads: the right figures to the right people, and never more queries for more."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from tests.attacks.addresses import answer_of
from tests.attacks.made import EVERY_KIND, cast, close, make_poll
from veche.commons.commitments import public as commitments
from veche.commons.commitments.tests.makers import plan
from veche.commons.files import public as files
from veche.commons.files.tests.makers import photo
from veche.commons.identity.public import ANONYMOUS
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.domains.polls import actions, queries
from veche.domains.polls.adapters import shown as shown_polls
from veche.domains.polls.models import Extension, Material, Poll
from veche.kernel import clock

MOST_QUERIES = 12


def queries_of(browser: Client, address: str) -> int:
    """Statements of one request; what only sets the town's role is not counted."""
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200, address
    return len([q for q in caught.captured_queries if "set_config" not in q["sql"]])


@pytest.fixture
def resident(town: Any) -> Client:
    return sign_in(Client(), make_person(birth_year=1980))


def test_pages_ask_little_and_no_more_for_more(town: Any, resident: Client) -> None:
    """Home, lists, a poll and a result: the same number of queries for 2 polls and for 30."""
    running = make_poll(*EVERY_KIND, results_shown="live", min_age=14)
    over = make_poll(*EVERY_KIND)
    cast(running)
    cast(over)
    close(over)
    pages = [
        "/",
        "/polls/",
        "/polls/?show=closed",
        f"/polls/{running.slug}/",
        f"/polls/{running.slug}/turnout/",
        f"/polls/{over.slug}/",
        f"/polls/{over.slug}/result/",
        f"/polls/{running.slug}/result/",
    ]
    before = {
        (who, page): queries_of(browser, page)
        for who, browser in (("visitor", Client()), ("resident", resident))
        for page in pages
    }
    for _more in range(15):
        cast(make_poll(title="Ещё один"))
    for _more in range(13):
        cast(running)
    late = [make_poll(title="И завершённый") for _more in range(3)]
    for poll in late:
        cast(poll)
        close(poll)
    for (who, page), count in before.items():
        browser = Client() if who == "visitor" else resident
        now = queries_of(browser, page)
        assert now <= count + 1, f"{page} for a {who}: {count} became {now}"
        assert now <= MOST_QUERIES, f"{page} for a {who}: {now} queries"


def test_what_hangs_on_a_published_poll_is_read_once(town: Any) -> None:
    """The second reading asks none of its parts, and an extension is on the page at once."""
    poll = make_poll(*EVERY_KIND)
    page = f"/polls/{poll.slug}/"
    first, second = queries_of(Client(), page), queries_of(Client(), page)
    assert second == first - 1
    reason = "Дорогу к участку перекрыли до пятницы."
    assert poll.closes_at
    later = poll.closes_at + timedelta(days=3)
    actions.extend_poll(
        make_person(roles=["approver"]), slug=poll.slug, closes_at=later, reason=reason
    )
    shown = Client().get(page).content.decode().replace("\u00a0", " ")
    assert reason in shown
    hours = re.search(r"Продлён с \d+ \w+, \d\d:\d\d до \d+ \w+, \d\d:\d\d", shown)
    assert hours, "within one day the days alone say nothing"


def test_the_receipt_says_by_when_a_decision_comes(town: Any, resident: Client) -> None:
    poll = make_poll()
    resident.post(f"/polls/{poll.slug}/vote/", {"q1": "o1"})
    day = date_format(shown_polls.decision_term(poll)["decide_by"], "j E")
    page = resident.get(f"/polls/{poll.slug}/receipt/").content.decode().replace("\u00a0", " ")
    assert f"Решение города — до {day}" in page


def test_a_ballot_of_several_questions_says_that_its_answers_stay_together(
    town: Any, resident: Client
) -> None:
    told = "ответы одного человека стоят рядом"
    whole, single = make_poll(*EVERY_KIND), make_poll()
    assert told in resident.get(f"/polls/{whole.slug}/vote/").content.decode()
    assert told not in resident.get(f"/polls/{single.slug}/vote/").content.decode()


def test_a_draft_is_read_anew_each_time(town: Any) -> None:
    poll = make_poll(state="draft", author_id=(author := make_person(roles=["author"])).id)
    browser = sign_in(Client(), author)
    page = f"/polls/{poll.slug}/"
    assert browser.get(page).status_code == 200
    Material.objects.create(poll=poll, position=1, side="for", title="Отчёт о воздухе", text="Есть")
    assert "Отчёт о воздухе" in browser.get(page).content.decode()


def test_the_fullest_pages_ask_as_little(town: Any) -> None:
    """With pictures, places, materials, an extension, a plan of the town and one's own ballot."""
    make_town()
    home = next(place.id for place in places.places() if place.kind != "town")
    voter = make_person(birth_year=1980, place_id=home)
    photo_id = files.save_photo(photo(), owner=None, purpose="polls.cover").id
    made = [
        make_poll(*EVERY_KIND, places=(home,), min_age=14, cover_id=photo_id)
        for _number in range(3)
    ]
    for poll in made:
        assert poll.opens_at
        assert poll.closes_at
        Material.objects.create(poll=poll, position=1, title="Смета")
        Extension.objects.create(
            poll=poll, closed_before_at=poll.opens_at, closes_at=poll.closes_at, reason="Дожди"
        )
        cast(poll, person=voter)
    over = made[-1]
    close(over)
    owed = commitments.of("polls.poll", over.id)
    assert owed
    plan(owed)
    browser = sign_in(Client(), voter)
    asked = {
        page: queries_of(browser, page)
        for page in ("/", f"/polls/{made[0].slug}/", f"/polls/{over.slug}/")
    }
    asked["result"] = queries_of(browser, f"/polls/{over.slug}/result/")
    # One more of who has signed in: how many notices wait.
    assert max(asked.values()) <= MOST_QUERIES + 1, asked


def test_what_is_read_whole_is_what_is_read_in_parts(town: Any) -> None:
    made = make_poll(*EVERY_KIND)
    Material.objects.create(poll=made, position=1, title="Смета")
    whole = queries.poll_for(ANONYMOUS, made.slug)
    with CaptureQueriesContext(connection) as asked:
        told = [
            [value_of(row) for row in rows]
            for rows in (whole.questions.all(), whole.materials.all(), whole.extensions.all())
        ]
        told.append([value_of(o) for q in whole.questions.all() for o in q.options.all()])
        assert {question.poll.id for question in whole.questions.all()} == {whole.id}
    assert not asked.captured_queries
    parts = Poll.objects.get(id=made.id)
    assert told == [
        [value_of(row) for row in parts.questions.all()],
        [value_of(row) for row in parts.materials.all()],
        [],
        [value_of(o) for q in parts.questions.all() for o in q.options.all()],
    ]
    assert told[3], "there are options to compare"


def value_of(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_running_poll_tells_its_turnout_alone(town: Any, resident: Client) -> None:
    poll = make_poll()
    cast(poll, "o1")
    for browser in (Client(), resident):
        page = browser.get(f"/polls/{poll.slug}/").content.decode()
        assert "Промежуточный итог" not in page
        shown = browser.get(f"/polls/{poll.slug}/result/").content.decode()
        assert "Пока видна только явка" in shown
        assert "100 %" not in shown.replace("\u00a0", " ")
        assert browser.get(f"/polls/{poll.slug}/ballots.csv").status_code == 403


def test_an_interim_result_opens_to_those_who_voted(town: Any) -> None:
    poll = make_poll(results_shown="after_vote")
    voter = make_person(birth_year=1980)
    browser = sign_in(Client(), voter)
    address = f"/polls/{poll.slug}/result/"
    assert "Пока видна только явка" in browser.get(address).content.decode()
    cast(poll, "o1", person=voter)
    assert "Это промежуточный итог" in browser.get(address).content.decode()
    assert "Пока видна только явка" in Client().get(address).content.decode()


def test_ballots_open_after_the_close_alone(town: Any) -> None:
    poll = make_poll()
    cast(poll, "o2")
    for form in ("csv", "json"):
        assert Client().get(f"/polls/{poll.slug}/ballots.{form}").status_code == 403
    close(poll)
    for form in ("csv", "json"):
        status, text = answer_of(Client().get, f"/polls/{poll.slug}/ballots.{form}")
        assert status == 200
        assert "o2" in text


def test_a_material_leads_to_its_document(town: Any) -> None:
    poll = make_poll()
    file_id = uuid4()
    Material.objects.create(poll=poll, position=1, title="Смета", file_id=file_id)
    assert f"/files/{file_id}.pdf" in Client().get(f"/polls/{poll.slug}/").content.decode()


@pytest.mark.parametrize("state", ["draft", "review", "importing"])
def test_what_is_not_published_is_not_there(town: Any, resident: Client, state: str) -> None:
    poll = make_poll(state=state, title="Тайный опрос 77")
    for browser in (Client(), resident):
        for page in ("", "vote/", "receipt/", "check/", "result/", "turnout/", "ballots.json"):
            answer = browser.get(f"/polls/{poll.slug}/{page}")
            assert answer.status_code == 404, page
        for page in ("/", "/polls/", "/search/?q=Тайный", "/map/"):
            assert "опрос 77" not in browser.get(page).content.decode(), page
    assert Poll.objects.count() == 1


@pytest.mark.parametrize("query", ["show=secret", "show=", "after=x", "after=W1tb", "after=bnVsbA"])
def test_a_list_that_is_none_is_told(town: Any, query: str) -> None:
    assert Client().get(f"/polls/?{query}").status_code in {404, 422}


def test_a_token_too_deep_is_no_page(town: Any) -> None:
    """Brackets nested past what a parser takes."""
    assert Client().get("/polls/", {"after": "W1tb" * 2000}).status_code == 422


def test_receipts_cannot_be_guessed_at_speed(town: Any) -> None:
    poll = make_poll()
    address = f"/polls/{poll.slug}/check/"
    statuses = [Client().post(address, {"number": f"{n:012}"}).status_code for n in range(31)]
    assert statuses == [200] * 30 + [429]
    assert Client().get(address).status_code == 200


def test_a_draft_is_told_to_be_one_and_not_over(town: Any) -> None:
    draft = make_poll(state="draft")
    official = sign_in(Client(), make_person(roles=["author"], birth_year=1980))
    answer = official.post(f"/polls/{draft.slug}/vote/")
    assert answer.status_code == 403
    led_to = official.get(f"/polls/{draft.slug}/vote/", follow=True)
    assert led_to.redirect_chain == [(f"/polls/{draft.slug}/", 302)]
    assert "ещё не опубликован" in answer.content.decode()
    assert "Жители его пока не видят" in led_to.content.decode()
    for page in (answer, led_to):
        assert "Голосование закончилось" not in page.content.decode()


def test_a_machine_whose_clock_is_ahead_shows_no_count_yet(town: Any) -> None:
    poll = make_poll({"kind": "one", "options": ("Сквер", "Парк")})
    cast(poll)
    Poll.objects.filter(id=poll.id).update(closes_at=clock.now() - timedelta(seconds=1))
    for page in (f"/polls/{poll.slug}/result/", f"/embed/polls/{poll.slug}/result/"):
        assert 'class="bars"' not in Client().get(page).content.decode(), page
    assert Client().get(f"/api/v1/polls/{poll.slug}/result").status_code == 403
    close(poll)
    assert 'class="bars"' in Client().get(f"/polls/{poll.slug}/result/").content.decode()


def test_a_receipt_says_that_the_vote_is_over(town: Any) -> None:
    poll, voter = make_poll(results_shown="live"), make_person(birth_year=1980)
    cast(poll, person=voter)
    browser, address = sign_in(Client(), voter), f"/polls/{poll.slug}/receipt/"
    running = browser.get(address).content.decode()
    close(poll)
    over = browser.get(address).content.decode()
    for words in ("Промежуточный итог", "Голосование идёт до", "голос можно изменить"):
        assert words in running
        assert words not in over
    assert "Голосование закончилось" in over


def test_a_receipts_number_lies_in_no_address(town: Any) -> None:
    poll, voter = make_poll(is_revisable=False), make_person(birth_year=1980)
    number = cast(poll, person=voter).number
    address = f"/polls/{poll.slug}/check/"
    asked = Client().get(address, {"number": number}).content.decode()
    assert "в урне" not in asked, "an address of an older release asks nothing"
    answer = Client().post(address, {"number": number})
    assert "лежит в урне" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    page = sign_in(Client(), voter).get(f"/polls/{poll.slug}/receipt/").content.decode()
    assert f'href="{address}"' in page
    assert number not in "".join(re.findall(r'(?:href|action)="([^"]*)"', page))


@pytest.mark.parametrize(
    ("least", "words"), [(2, "Опрос состоялся"), (3, "Опрос не состоялся"), (None, "")]
)
def test_a_closed_poll_says_whether_enough_took_part(
    town: Any, least: int | None, words: str
) -> None:
    poll = make_poll(results_shown="live", min_turnout=least)
    for _voter in range(2):
        cast(poll)
    pages = [f"/polls/{poll.slug}/{name}" for name in ("", "result/")]
    for page in pages:
        assert "Опрос не состоялся" not in Client().get(page).content.decode(), "it still runs"
    close(poll)
    for page in pages:
        told = Client().get(page).content.decode()
        assert (words in told) if words else ("состоялся" not in told)
        assert ("Нужно было не меньше" in told) == bool(words)


def test_who_opens_a_closed_ballot_is_led_to_the_poll(town: Any) -> None:
    """There stands why, what came of it, and what is next."""
    poll = make_poll()
    close(poll)
    answer = sign_in(Client(), make_person()).get(f"/polls/{poll.slug}/vote/")
    assert (answer.status_code, answer["Location"]) == (302, f"/polls/{poll.slug}/")
