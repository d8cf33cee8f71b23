"""Events on their way: signed, tried again, given up, never lost and never doubled."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import F

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.webhooks import actions, announcing, public, rules
from veche.commons.webhooks import jobs as forgetting
from veche.commons.webhooks.actions import announce
from veche.commons.webhooks.models import Delivery, Endpoint
from veche.commons.webhooks.tests.makers import Receiving, add, is_signed, receiver
from veche.kernel import clock, jobs
from veche.kernel.errors import Conflict, Invalid, Refused, TooMany
from veche.kernel.manifest import Announcement
from veche.kernel.models import RetentionRun
from veche.kernel.web import outgoing

KIND, HIDDEN = "things.thing_done", "things.thing_hidden"


@pytest.fixture(autouse=True)
def known(settings: Any) -> Iterator[None]:
    """Two events of a made service; the addresses of tests are on this machine."""
    settings.WEBHOOKS_LOCAL = True
    settings.WEBHOOK_WAITS = [60, 300, 1800]
    kept = announcing.announcements()
    announcing.use_announcements(
        [
            Announcement(KIND, "Готово", lambda payload: {"id": payload["id"]}, {"id": "a"}),
            Announcement(HIDDEN, "Скрыто", lambda payload: None, {"id": "a"}),
        ]
    )
    yield
    announcing.use_announcements(kept)


@pytest.fixture
def admin(town: Any) -> PersonRef:
    return make_person(roles=["admin"])


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Callable[[str], Receiving]]:
    opened: list[Any] = []

    def start(mode: str) -> Receiving:
        made = receiver(tmp_path / mode, mode)
        opened.append(made)
        return made.__enter__()

    yield start
    for one in opened:
        one.__exit__(None, None, None)


def pass_time(seconds: int) -> None:
    """As if so much time had gone by; then the minute's job."""
    moved = timedelta(seconds=seconds)
    for name in ("next_at", "made_at"):
        Delivery.objects.exclude(**{name: None}).update(**{name: F(name) - moved})
    for name in ("silent_since", "quiet_until", "earlier_until"):
        Endpoint.objects.exclude(**{name: None}).update(**{name: F(name) - moved})
    actions.send_due()
    jobs.run_waiting()


def happen(kind: str = KIND, **payload: Any) -> UUID:
    event_id = uuid4()
    announce(kind, {"id": "a", **payload}, event_id)
    jobs.run_waiting()
    return event_id


def test_an_event_arrives_signed(admin: PersonRef, running: Callable[[str], Receiving]) -> None:
    there = running("take")
    _id, secret = add(admin, there.url, KIND)
    happen(id="сквер")
    (request,) = there.got()
    assert is_signed(request, secret)
    assert not is_signed({**request, "body": request["body"] + " "}, secret)
    assert abs(int(request["headers"]["webhook-timestamp"]) - time.time()) < 30
    body = json.loads(request["body"])
    assert (body["type"], body["data"]) == (KIND, {"id": "сквер"})
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.status) == (rules.TAKEN, 1, 204)
    assert request["headers"]["webhook-id"] == str(row.id)
    assert request["path"] == "/veche"


def waiting_jobs() -> list[tuple[str, str]]:
    """Queue and lock of each sending that waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
        cursor.execute(
            "SELECT queue_name, lock FROM shared.procrastinate_jobs"
            " WHERE task_name = 'webhooks.send_delivery' ORDER BY id"
        )
        kept = cursor.fetchall()
        cursor.execute("SELECT set_config('role', %s, false)", [role])
    return [(queue, lock.partition(":")[2]) for queue, lock in kept]


def test_sendings_have_a_queue_of_their_own_and_each_address_a_lock(admin: PersonRef) -> None:
    """A slow receiver holds one slot of that queue, and nothing of the house's."""
    first, _secret = add(admin, "http://127.0.0.1:1/", KIND)
    second, _secret = add(admin, "http://127.0.0.1:1/b", KIND)
    for _ in range(2):
        announce(KIND, {"id": "a"}, uuid4())
    kept = waiting_jobs()
    assert {queue for queue, _lock in kept} == {jobs.OUTGOING}
    locks = [lock for _queue, lock in kept]
    assert sorted(locks) == sorted([f"webhook:{first}", f"webhook:{second}"] * 2)


def test_only_what_was_asked_for_and_what_is_public(
    admin: PersonRef, running: Callable[[str], Receiving]
) -> None:
    there = running("take")
    add(admin, there.url, HIDDEN)
    happen(HIDDEN)
    happen(KIND)
    happen("things.unknown")
    assert there.got() == []
    assert not Delivery.objects.exists()


def test_it_fails_twice_and_then_arrives(
    admin: PersonRef, running: Callable[[str], Receiving]
) -> None:
    there = running("fail-twice")
    _id, secret = add(admin, there.url, KIND)
    happen()
    pass_time(30)
    assert len(there.got()) == 1, "not before its time"
    pass_time(31)
    pass_time(301)
    requests = there.got()
    assert len(requests) == 3
    assert len({one["headers"]["webhook-id"] for one in requests}) == 1
    assert len({one["body"] for one in requests}) == 1
    assert all(is_signed(one, secret) for one in requests)
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.next_at) == (rules.TAKEN, 3, None)
    pass_time(100_000)
    assert len(there.got()) == 3


@pytest.mark.parametrize("mode", ["redirect", "slow"])
def test_what_is_no_yes_is_a_no(
    admin: PersonRef,
    running: Callable[[str], Receiving],
    mode: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0.7)
    there = running(mode)
    add(admin, there.url, KIND)
    happen()
    row = Delivery.objects.get()
    assert row.state == rules.WAITING
    assert (row.status, row.trouble) == ((302, "") if mode == "redirect" else (0, "late"))
    assert [one["path"] for one in there.got()] == ["/veche"], "nothing is followed"


def test_a_huge_answer_is_a_yes_and_nothing_of_it_is_kept(
    admin: PersonRef, running: Callable[[str], Receiving]
) -> None:
    there = running("huge")
    add(admin, there.url, KIND)
    began = time.monotonic()
    happen()
    assert Delivery.objects.get().state == rules.TAKEN
    assert time.monotonic() - began < 5


def test_an_event_heard_twice_goes_once(
    admin: PersonRef, running: Callable[[str], Receiving]
) -> None:
    there = running("take")
    add(admin, there.url, KIND)
    event_id = happen()
    announce(KIND, {"id": "a"}, event_id)
    jobs.run_waiting()
    assert len(there.got()) == 1


def test_a_death_between_the_lines_sends_the_same_again(
    admin: PersonRef, running: Callable[[str], Receiving], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the sending and before it is written down: at least once, by the same id."""
    there = running("take")
    add(admin, there.url, KIND)
    real = actions._settle

    def dies(*_args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(actions, "_settle", dies)
    announce(KIND, {"id": "a"}, uuid4())
    row = Delivery.objects.get()
    with pytest.raises(KeyboardInterrupt):
        actions.send_delivery(row.id)
    monkeypatch.setattr(actions, "_settle", real)
    actions.send_delivery(row.id)
    assert len(there.got()) == 1, "while the lease holds nobody else takes it"
    pass_time(61)
    first, second = there.got()
    assert first["headers"]["webhook-id"] == second["headers"]["webhook-id"]
    assert first["body"] == second["body"]
    assert Delivery.objects.get().state == rules.TAKEN


def test_who_comes_late_does_not_settle_anothers_try(admin: PersonRef) -> None:
    add(admin, "http://127.0.0.1:1/", KIND)
    announce(KIND, {"id": "a"}, uuid4())
    row = Delivery.objects.select_related("endpoint").get()
    Delivery.objects.update(attempts=2)
    actions._settle(row, outgoing.Answer(204))
    assert Delivery.objects.get().state == rules.WAITING


def test_it_is_given_up_and_the_address_stops(admin: PersonRef, settings: Any) -> None:
    settings.WEBHOOK_STOP_AFTER = 2
    endpoint_id, _secret = add(admin, "http://127.0.0.1:1/", KIND)
    for turn in (1, 2):
        happen()
        for _ in range(4):
            pass_time(2000)
        assert Delivery.objects.filter(state=rules.FAILED).count() == turn
    assert Delivery.objects.filter(attempts=4).count() == 2
    assert Endpoint.objects.get().state == rules.BROKEN
    happen()
    assert Delivery.objects.filter(state=rules.WAITING, attempts=0).count() == 1, "it is kept"
    with pytest.raises(Conflict):
        actions.test_webhook(admin, endpoint_id, is_own=False)
    actions.start_webhook(admin, endpoint_id)
    jobs.run_waiting()
    assert Delivery.objects.filter(state=rules.WAITING, attempts=1).count() == 1


def test_a_silent_receiver_is_left_alone_longer_and_longer(
    admin: PersonRef, running: Callable[[str], Receiving], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten events wait for it and cost one try a rest, not ten."""
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0.3)
    there = running("hang")
    add(admin, there.url, KIND)
    for _ in range(10):
        announce(KIND, {"id": "a"}, uuid4())
    jobs.run_waiting()
    assert len(there.got()) == 1
    for seconds, tries in ((30, 1), (31, 2), (200, 2), (101, 3), (1700, 3), (101, 4), (1801, 5)):
        pass_time(seconds)
        assert len(there.got()) == tries, seconds
    one = Endpoint.objects.get()
    assert (one.state, one.silent_tries) == (rules.ON, 5)
    assert Delivery.objects.filter(state=rules.WAITING, attempts=0).count() >= 5


def test_what_waited_arrives_at_once_when_the_receiver_wakes(
    admin: PersonRef, running: Callable[[str], Receiving]
) -> None:
    there = running("fail-twice")
    add(admin, there.url, KIND)
    for _ in range(5):
        announce(KIND, {"id": "a"}, uuid4())
    jobs.run_waiting()
    pass_time(61)
    pass_time(301)
    assert len(there.got()) == 2 + 5
    assert Delivery.objects.filter(state=rules.TAKEN).count() == 5
    one = Endpoint.objects.get()
    assert (one.silent_tries, one.silent_since, one.quiet_until) == (0, None, None)


def test_one_event_it_does_not_like_holds_up_no_other(
    admin: PersonRef, running: Callable[[str], Receiving]
) -> None:
    there = running("picky")
    add(admin, there.url, KIND)
    announce(KIND, {"id": "bad"}, uuid4())
    for _ in range(3):
        announce(KIND, {"id": "a"}, uuid4())
    jobs.run_waiting()
    assert Delivery.objects.filter(state=rules.TAKEN).count() == 3
    assert Delivery.objects.get(state=rules.WAITING).status == 400
    assert Endpoint.objects.get().quiet_until is None


def test_silence_of_days_stops_the_address_and_its_owner_is_told(
    admin: PersonRef, settings: Any
) -> None:
    settings.WEBHOOK_WAITS, settings.WEBHOOK_STOP_DAYS = [3600] * 100, 3
    owner = make_person()
    own, _secret = add(owner, "http://127.0.0.1:1/own", KIND, is_own=True)
    town, _secret = add(admin, "http://127.0.0.1:1/town", KIND)
    happen()
    for _ in range(71):
        pass_time(3600)
    assert not Endpoint.objects.exclude(state=rules.ON).exists()
    assert (public.me_part(owner), public.waiting(admin, 5)) == (None, [])
    pass_time(3600)
    pass_time(3600)
    assert not Endpoint.objects.exclude(state=rules.BROKEN).exists()
    part = public.me_part(owner)
    assert part is not None
    assert [one["url"] for one in part["stopped"]] == ["http://127.0.0.1:1/own"]
    assert str(own) in part["stopped"][0]["page"]
    (matter,) = public.waiting(admin, 5)
    assert str(town) in matter.url
    assert public.me_part(admin) is None


def test_a_try_by_hand_does_not_wait_for_the_rest(
    admin: PersonRef, running: Callable[[str], Receiving]
) -> None:
    there = running("fail-twice")
    one, _secret = add(admin, there.url, KIND)
    happen()
    assert len(there.got()) == 1
    actions.test_webhook(admin, one, is_own=False)
    jobs.run_waiting()
    assert len(there.got()) == 2


def test_for_a_day_both_secrets_sign(admin: PersonRef, running: Callable[[str], Receiving]) -> None:
    there = running("take")
    one, earlier = add(admin, there.url, KIND)
    key = uuid4().hex
    made = actions.renew_secret(admin, one, key=key)
    assert made.secret.startswith("whsec_")
    assert made.secret != earlier
    assert actions.renew_secret(admin, one, key=key).secret == "", "a repeat changes nothing"
    happen()
    (request,) = there.got()
    assert is_signed(request, earlier)
    assert is_signed(request, made.secret)
    pass_time(24 * 3600 + 1)
    happen()
    request = there.got()[-1]
    assert not is_signed(request, earlier)
    assert is_signed(request, made.secret)
    actions.forget_deliveries()
    assert Endpoint.objects.get().sealed_earlier_secret is None


def test_a_secret_changed_twice_leaves_the_receiver_one_that_fits(
    admin: PersonRef, running: Callable[[str], Receiving]
) -> None:
    """Who did not record the new one changes it again, as the page says; who did has it by now."""
    there = running("take")
    one, first = add(admin, there.url, KIND)
    known = [first, *(actions.renew_secret(admin, one, key=uuid4().hex).secret for _ in range(2))]
    happen()
    (request,) = there.got()
    assert [is_signed(request, secret) for secret in known] == [True, True, True]
    pass_time(24 * 3600 + 1)
    happen()
    assert [is_signed(there.got()[-1], secret) for secret in known] == [False, False, True]


def test_a_secret_is_not_changed_all_day(admin: PersonRef) -> None:
    one, _secret = add(admin, "http://127.0.0.1:1/", KIND)
    for _ in range(actions.CHANGES_MAX):
        actions.renew_secret(admin, one, key=uuid4().hex)
    kept = Endpoint.objects.get().sealed_secret
    with pytest.raises(TooMany):
        actions.renew_secret(admin, one, key=uuid4().hex)
    assert Endpoint.objects.get().sealed_secret == kept


def test_gone_is_gone_at_once(admin: PersonRef, running: Callable[[str], Receiving]) -> None:
    add(admin, running("gone").url, KIND)
    happen()
    assert Endpoint.objects.get().state == rules.BROKEN
    assert Delivery.objects.get().state == rules.FAILED


def test_off_means_nothing_new(admin: PersonRef, running: Callable[[str], Receiving]) -> None:
    there = running("take")
    endpoint_id, _secret = add(admin, there.url, KIND)
    actions.stop_webhook(admin, endpoint_id)
    happen()
    assert not Delivery.objects.exists()
    assert there.got() == []


def test_the_same_goes_again_by_hand(admin: PersonRef, running: Callable[[str], Receiving]) -> None:
    there = running("take")
    endpoint_id, _secret = add(admin, there.url, KIND)
    actions.test_webhook(admin, endpoint_id, is_own=False)
    jobs.run_waiting()
    actions.resend_delivery(admin, Delivery.objects.get().id)
    jobs.run_waiting()
    first, second = there.got()
    assert json.loads(first["body"])["type"] == rules.TEST
    assert first["headers"]["webhook-id"] == second["headers"]["webhook-id"]


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/",
        "ftp://a.example/",
        "https://a b/",
        "https://[::ffff:10.0.0.1]/",
        "https://nowhere.invalid/",
        "https://u:p@a.example/",
        "x",
    ],
)
def test_an_address_inside_is_not_even_written_down(admin: PersonRef, url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        add(admin, url, KIND)
    assert list(refusal.value.fields) == ["url"]
    assert not Endpoint.objects.exists()


def test_an_address_that_moved_inside_later_gets_nothing(
    admin: PersonRef, settings: Any, running: Callable[[str], Receiving]
) -> None:
    there = running("take")
    add(admin, there.url, KIND)
    settings.WEBHOOKS_LOCAL = False
    happen()
    assert there.got() == []
    assert Delivery.objects.get().trouble == "inside"


def test_the_secret_is_nowhere_in_the_database(admin: PersonRef) -> None:
    _id, secret = add(admin, "http://127.0.0.1:1/", KIND)
    assert secret.startswith("whsec_")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(t::text, '') FROM (SELECT row_to_json(e)::text AS t"
            " FROM webhooks_endpoint e UNION ALL SELECT row_to_json(k)::text"
            " FROM kernel_keptanswer k UNION ALL SELECT row_to_json(a)::text"
            " FROM audit_auditentry a) AS everything"
        )
        (everything,) = cursor.fetchone()
    assert secret.removeprefix("whsec_") not in everything


def test_nobody_but_the_administrator(town: Any) -> None:
    for person in (make_person(), make_person(roles=["author", "approver", "clerk"])):
        with pytest.raises(Refused):
            add(person, "http://127.0.0.1:1/", KIND)
        with pytest.raises(Refused):
            actions.resend_delivery(person, uuid4())


def test_old_deliveries_are_forgotten(admin: PersonRef) -> None:
    add(admin, "http://127.0.0.1:1/", KIND)
    happen()
    Delivery.objects.update(made_at=clock.now() - timedelta(days=31))
    forgetting.forget_deliveries()
    assert not Delivery.objects.exists()
    assert RetentionRun.objects.get(job="webhooks.forget_deliveries").destroyed == 1


def test_a_known_signature() -> None:
    """The vector by which libraries of Standard Webhooks check themselves."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    number, second, body = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert rules.signature(secret, number, second, body) == expected
    assert rules.signature(secret, number, second + 1, body) != expected


@pytest.mark.parametrize(("attempts", "wait"), [(0, None), (1, 5), (2, 7), (3, None)])
def test_waits(attempts: int, wait: int | None) -> None:
    assert rules.wait_seconds(attempts, [5, 7]) == wait
