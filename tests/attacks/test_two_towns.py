"""Two towns under one roof: nobody reads across, by any route, with any id, as anybody."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from tests.attacks import addresses
from tests.attacks.furnishing import Furnished, furnish, with_every_role
from tests.attacks.made import cast, close, make_poll
from veche.commons.identity.public import ROLES
from veche.commons.identity.tests.makers import bearer, make_person, make_token, sign_in
from veche.commons.towns import public as towns
from veche.domains.polls import events
from veche.domains.polls.models import Campaign
from veche.kernel import idempotency, jobs, limits, outbox
from veche.kernel.errors import NotFound, TooMany

OTHER = {"HTTP_HOST": "gorka.test"}
# What is refused is told in words alone: a page around it for each of thousands would cost minutes.
IN_WORDS = {"HTTP_ACCEPT": "application/json"}
# What the form of a moved question sends; nobody else reads it.
SENT = {"position": "1"}
# What is not there has been removed already, so the answer is the same; a key or what a form must
# hold (the version somebody saw, the decision) is asked for first.
SAYS_NOTHING = re.compile(
    r"/rules/campaign/[^/]+/remove/$|/templates/[^/]+/remove/$|/(reports|guides)/[^/]+/confirm/$"
    r"|/reports/today/|/moderation/[^/]+/judge/$|^/api/v1/.*/(vote|rating|trust|mark|support)$"
    r"|^/api/v1/reports/[^/]+/(following|confirmation|disagreement|clarification)$"
    r"|/points/shop/[^/]+/order/$|/reports/[^/]+/call/$"
    r"|^/api/v1/.*/(steps|send|coming|offers|requests|help)$|^/api/v1/together/talks/"
)
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9-]{1,40}|\d+")


@pytest.fixture(scope="module")
def filled(standing_town: Any) -> Furnished:
    """Things of the other town; ours has its own."""
    furnish("Наше")
    with towns.enter("gorka"):
        return furnish("Чужое")


@pytest.fixture
def theirs(filled: Furnished, town: Any) -> Furnished:
    return filled


def visitors() -> dict[str, Client]:
    """Everybody who may come to the first town."""
    return {
        "anonymous": Client(),
        "resident": sign_in(Client(), make_person(birth_year=1980)),
        "official": sign_in(Client(), make_person(roles=ROLES)),
    }


@pytest.mark.parametrize(
    "name", ["anonymous", pytest.param("resident", marks=pytest.mark.soak), "official"]
)
def test_the_other_towns_ids_are_as_good_as_none(theirs: Furnished, name: str) -> None:
    visitor = visitors()[name]
    nobodys: dict[tuple[Any, str], int] = {}
    for address, nowhere in addresses.of(theirs):
        for ask in (visitor.get, visitor.post):
            status, text = addresses.answer_of(ask, address, SENT, **IN_WORDS)
            if (ask, nowhere) not in nobodys:
                nobodys[ask, nowhere] = addresses.answer_of(ask, nowhere, SENT, **IN_WORDS)[0]
            assert status == nobodys[ask, nowhere], (name, address)
            assert status in {302, 401, 403, 404, 405, 422}, (name, address, status)
            assert theirs.word not in text, (name, address)
    with towns.enter("gorka"):
        assert Campaign.objects.count() == 1, "what says nothing has done nothing either"


def test_the_same_ids_are_known_at_home(theirs: Furnished) -> None:
    """Without this the test above would be content with addresses that lead nowhere."""
    with towns.enter("gorka"):
        official = sign_in(Client(**OTHER), with_every_role(theirs))
    pairs = addresses.of(theirs)
    unknown = {nowhere: address for address, nowhere in pairs}
    for address, nowhere in pairs:
        for ask in (official.get, official.post):
            # Taken back each time: what one address removes, the next asks for.
            before = transaction.savepoint()
            status = addresses.answer_of(ask, address, SENT, **IN_WORDS)[0]
            transaction.savepoint_rollback(before)
            if status != addresses.answer_of(ask, nowhere, SENT, **IN_WORDS)[0]:
                unknown.pop(nowhere, None)
                break
    silent = [address for address in unknown.values() if not SAYS_NOTHING.search(address)]
    assert not silent, "their ids are answered as if nobody had them"
    assert official.get(f"/files/{theirs.photo}/320.webp").status_code == 404, "not shown here"


def test_lists_hold_what_is_our_own(theirs: Furnished) -> None:
    for visitor in visitors().values():
        for route in addresses.templates():
            if addresses.PART.search(route) or route.startswith("/sign-out"):
                continue
            _status, text = addresses.answer_of(visitor.get, route)
            assert theirs.word not in text, route
            assert str(theirs.open.id) not in text, route
        for query in ("?show=closed", "?show=open", "?phase=closed"):
            assert theirs.word not in visitor.get(f"/polls/{query}").content.decode()
            assert theirs.word not in visitor.get(f"/api/v1/polls{query}").content.decode()
        found = visitor.get("/search/", {"q": theirs.word}).content.decode()
        assert f"{theirs.word} идёт" not in found


def test_a_session_opens_only_its_own_town(theirs: Furnished) -> None:
    resident = sign_in(Client(), make_person(birth_year=1980))
    assert resident.get("/me/").status_code == 200
    abroad = resident.get("/me/", **OTHER)
    assert abroad.status_code == 302
    assert abroad["Location"].startswith("/sign-in/")
    assert resident.get(f"/polls/{theirs.open.slug}/vote/", **OTHER).status_code == 302
    official = sign_in(Client(), make_person(roles=ROLES))
    assert official.get("/office/").status_code == 200
    assert official.get("/office/", **OTHER).status_code == 302
    assert official.get(f"/polls/{theirs.draft.slug}/", **OTHER).status_code == 404


def test_a_key_works_in_its_own_town_alone(theirs: Furnished) -> None:
    key = bearer(make_token(make_person(birth_year=1980), "own:read", "vote"))
    own, abroad = Client().get("/api/v1/me", **key), Client().get("/api/v1/me", **key, **OTHER)
    assert (own.status_code, abroad.status_code) == (200, 401)
    # It is refused there also for what everybody may read.
    assert Client().get("/api/v1/polls", **key, **OTHER).status_code == 401


def test_a_person_of_another_town_is_nobody_here(theirs: Furnished) -> None:
    """The same id in a session forged for this town names no account of it."""
    browser = Client()
    with towns.enter("gorka"):
        sign_in(browser, theirs.resident)
    assert browser.get("/me/", **OTHER).status_code == 200
    assert browser.get("/me/").status_code == 302


def test_a_receipt_is_known_in_its_own_town_alone(theirs: Furnished) -> None:
    ours = make_poll()
    asked = {"number": theirs.receipt}
    assert "в урне нет" in Client().post(f"/polls/{ours.slug}/check/", asked).content.decode()
    there = Client().post(f"/polls/{theirs.open.slug}/check/", asked, **OTHER)
    assert "лежит в урне" in there.content.decode()


def taken_job() -> Any:
    """The next waiting job of the town being served: task and arguments."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task, args::text FROM shared.take_own_job()")
        return cursor.fetchone()


def test_kept_answers_limits_and_caches_do_not_meet(town: Any) -> None:
    answers = []
    for slug in ("zarechye", "gorka"):
        with towns.enter(slug):
            answers.append(idempotency.answer_once("person:1", "key", b"same", lambda s=slug: s))
            assert cache.get("word") is None
            cache.set("word", slug)
            limits.hit("address", limit=1, seconds=600)
            with pytest.raises(TooMany):
                limits.hit("address", limit=1, seconds=600)
    assert answers == ["zarechye", "gorka"]
    assert cache.get("word") == "zarechye"


def test_a_job_cannot_name_another_town(town: Any) -> None:
    for slug in ("gorka", "zarechye"):
        with towns.enter(slug):
            list(iter(taken_job, (None, None)))
    jobs.defer("polls.publish_count", poll_id="x", space="gorka")
    with towns.enter("gorka"):
        assert taken_job() == (None, None)
    task, args = taken_job()
    assert task == "polls.publish_count"
    assert json.loads(args)["space"] == "zarechye"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM shared.procrastinate_jobs",
        "INSERT INTO shared.procrastinate_jobs (task_name, args) VALUES ('x', '{}')",
        "UPDATE shared.municipality SET hosts = '{testserver,gorka.test}'",
        "SELECT set_config('search_path', 't_gorka', true), id FROM t_gorka.polls_poll",
    ],
)
def test_a_towns_role_reaches_no_further(town: Any, statement: str) -> None:
    def run() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    with pytest.raises(ProgrammingError, match="permission denied"):
        run()


def test_no_job_runs_for_a_town_that_is_none(town: Any) -> None:
    for slug in ("nowhere", "", "zarechye; DROP TABLE x", "ext"):
        with pytest.raises(NotFound):
            jobs.run("polls.publish_count", slug, {"poll_id": "x"})


def test_the_queue_holds_ids_alone(town: Any) -> None:
    """Whatever a town and a poll's life defer: no title, no choice, no name."""
    poll = make_poll(title="Совсем особое слово")
    cast(poll)
    outbox.put(events.PollPublished(poll_id=poll.id))
    close(poll)
    outbox.put(events.PollExtended(poll_id=poll.id))
    waiting = list(iter(taken_job, (None, None)))
    assert len(waiting) >= 3
    for task, args in waiting:
        for value in json.loads(args).values():
            assert ID.fullmatch(str(value)), (task, value)


def test_an_export_stays_in_its_town_to_the_last_byte(theirs: Furnished) -> None:
    for form in ("ballots.csv", "ballots.json"):
        with towns.enter("gorka"):
            address = f"/polls/{theirs.closed.slug}/{form}"
        stream = Client().get(address, **OTHER)
        assert stream.status_code == 200
        assert next(iter(stream.streaming_content))
        for close_part in stream._resource_closers:  # the reader left in the middle
            close_part()
        assert towns.current().slug == "zarechye"
        assert Client().get("/polls/").status_code == 200
        assert Client().get(address).status_code == 404
    with towns.enter("gorka"):
        assert (
            theirs.word
            in addresses.answer_of(
                Client(**OTHER).get, f"/polls/{theirs.closed.slug}/ballots.json"
            )[1]
        )
