"""Pages as a browser without scripts sees them, and the bell of every page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, merge, sign_in
from veche.commons.notifications import policies, public, queries
from veche.commons.notifications.actions import choosing, following, reading
from veche.commons.notifications.cells import rounded
from veche.commons.notifications.models import (
    Area,
    Choice,
    Dispatch,
    Following,
    InboxItem,
    Preferences,
)
from veche.commons.notifications.rules import AREAS_MAX, EMAIL, PUSH
from veche.commons.notifications.sending import by_email
from veche.commons.notifications.tests.makers import KIND, OTHER, TOPIC, follow, happen
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.kernel.errors import Conflict, Invalid, NotFound

KEY = "k" * 24


@pytest.fixture
def person(town: Any) -> identity.PersonRef:
    return make_person(contact="notify-pages@example.org")


@pytest.fixture
def browser(person: identity.PersonRef) -> Client:
    return sign_in(Client(), person)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_visitor_is_led_to_the_door_and_back(town: Any) -> None:
    for name in ("read-notices", "list-followed", "keep-area", "choose-channels"):
        answer = Client().get(reverse(f"notifications:{name}"))
        assert answer.status_code == 302
        assert "/sign-in/" in answer["Location"]


@pytest.mark.parametrize(
    "policy",
    [
        policies.may_read_notices,
        policies.may_follow_topic,
        policies.may_keep_area,
        policies.may_choose_channels,
    ],
)
def test_only_who_has_signed_in(policy: Any, person: identity.PersonRef) -> None:
    assert policy(person)
    assert not policy(identity.ANONYMOUS)
    assert policy(identity.ANONYMOUS).code == "sign-in-needed"


def test_the_inbox_is_empty_then_full_then_read(browser: Client, person: Any) -> None:
    assert "Пока тихо" in text(browser.get("/notifications/"))
    follow(person.known_id)
    notice = happen(topics=(TOPIC,))
    page = text(browser.get("/notifications/"))
    assert "Скамейку починили" in page
    assert "Новое" in page
    answer = browser.get(f"/notifications/{notice.id}/")
    assert (answer.status_code, answer["Location"]) == (302, "/things/a/")
    assert "Новое" not in text(browser.get("/notifications/"))


def test_nobody_opens_anothers_notice(browser: Client) -> None:
    stranger = uuid4()
    follow(stranger)
    notice = happen(topics=(TOPIC,))
    assert browser.get(f"/notifications/{notice.id}/").status_code == 404
    assert InboxItem.objects.get().read_at is None


def test_pages_of_the_inbox_go_on_and_cost_the_same(browser: Client, person: Any) -> None:
    counts = []
    for number in range(25):
        happen(people=(person.known_id,), title=f"Новость {number:02}")
        if number in (2, 24):
            with CaptureQueriesContext(
                connection,
            ) as taken:
                page = text(browser.get("/notifications/"))
            counts.append(len(taken))
    assert counts[0] == counts[1] <= 8
    assert "Новость 24" in page
    assert "Новость 04" not in page
    first = queries.inbox(person)
    second = queries.inbox(person, after=first.next_token)
    assert [len(first.items), len(second.items)] == [20, 5]


def test_the_bell_counts_for_its_owner_and_asks_nothing_for_a_visitor(
    browser: Client, person: Any
) -> None:
    happen(people=(person.known_id,))
    assert 'class="mark" aria-hidden="true">1<' in text(browser.get("/search/"))
    browser.post("/notifications/read-all/")
    assert 'class="mark"' not in text(browser.get("/search/"))
    with CaptureQueriesContext(connection) as taken:
        page = text(Client().get("/search/"))
    assert "/notifications/" not in page
    assert not [one for one in taken if "notifications_" in one["sql"]]


def test_following_and_leaving_by_forms(browser: Client, person: Any) -> None:
    asked = text(browser.get(f"/notifications/follow/?topic={TOPIC}"))
    assert "Скамейка" in asked
    answer = browser.post("/notifications/follow/", {"topic": TOPIC, "next": "/polls/"})
    assert answer["Location"] == "/polls/"
    browser.post("/notifications/follow/", {"topic": TOPIC})
    assert Following.objects.filter(person_id=person.known_id).count() == 1
    assert "Скамейка" in text(browser.get("/notifications/followed/"))
    assert browser.get(f"/notifications/follow/?topic={TOPIC}")["Location"] == "/things/a/"
    answer = browser.post("/notifications/unfollow/", {"topic": TOPIC})
    assert answer["Location"] == "/notifications/followed/"
    assert not Following.objects.exists()


@pytest.mark.parametrize("topic", ["", "things.thing:b", "unknown:a", "things.thing:" + "a" * 200])
def test_what_is_not_there_cannot_be_followed(browser: Client, person: Any, topic: str) -> None:
    assert browser.post("/notifications/follow/", {"topic": topic}).status_code == 404
    with pytest.raises(NotFound):
        following.follow_topic(person, topic=topic)
    assert not Following.objects.exists()


def test_nobody_is_led_elsewhere_after_following(browser: Client) -> None:
    told = {"topic": TOPIC, "next": "https://evil.example/"}
    assert browser.post("/notifications/follow/", told)["Location"] == "/things/a/"


def test_an_area_by_address_keeps_a_block_and_no_house(browser: Client, person: Any) -> None:
    make_town()
    house = places.addresses("Первомайская 2", 1)[0]
    told = {"by": "address", "home_id": str(house.id), "radius": "500", "key": KEY}
    answer = browser.post("/notifications/areas/add/", told)
    assert answer.status_code == 302
    browser.post("/notifications/areas/add/", told)
    area = Area.objects.get()
    assert (area.latitude, area.longitude) == rounded(house.latitude, house.longitude)
    assert (area.latitude, area.longitude) != (house.latitude, house.longitude)
    assert (
        places.distance_m((area.latitude, area.longitude), (house.latitude, house.longitude)) < 120
    )
    page = text(browser.get("/notifications/followed/"))
    assert area.place_name in page
    assert house.text not in page
    browser.post(f"/notifications/areas/{area.id}/drop/")
    assert not Area.objects.exists()


def test_an_area_by_district_and_by_point(browser: Client, person: Any) -> None:
    make_town()
    place = next(one for one in places.places() if one.kind != "town")
    for number, told in enumerate(
        (
            {"by": "place", "place": str(place.id)},
            {"by": "point", "latitude": str(place.latitude), "longitude": str(place.longitude)},
        )
    ):
        told |= {"radius": "300", "key": KEY + str(number)}
        assert browser.post("/notifications/areas/add/", told).status_code == 302
    assert Area.objects.count() == 2


@pytest.mark.parametrize(
    "told",
    [
        {"by": "point", "latitude": "0", "longitude": "0", "radius": "500"},
        {"by": "point", "radius": "500"},
        {"by": "place", "place": str(uuid4()), "radius": "500"},
        {"by": "address", "home": "Нигде 999", "radius": "500"},
        {"by": "address", "home": "", "radius": "100000"},
    ],
)
def test_a_bad_area_says_what_to_do(browser: Client, told: dict[str, str]) -> None:
    make_town()
    answer = browser.post("/notifications/areas/add/", told | {"key": KEY})
    assert answer.status_code == 422
    assert 'class="error"' in text(answer)
    assert not Area.objects.exists()


def test_a_sixth_area_is_refused(person: Any) -> None:
    make_town()
    place = next(one for one in places.places() if one.kind != "town")

    def keep(key: str, radius_m: int = 500) -> None:
        following.keep_area(
            person,
            latitude=place.latitude,
            longitude=place.longitude,
            radius_m=radius_m,
            key=KEY + key,
        )

    for number in range(AREAS_MAX):
        keep(str(number))
    with pytest.raises(Conflict):
        keep("x")
    with pytest.raises(Invalid):
        keep("y", 50)
    assert sorted(Area.objects.values_list("slot", flat=True)) == [1, 2, 3, 4, 5]


def test_nobody_drops_anothers_area(browser: Client) -> None:
    row = Area.objects.create(
        person_id=uuid4(), slot=1, latitude=1, longitude=1, radius_m=300, cell=1
    )
    assert browser.post(f"/notifications/areas/{row.id}/drop/").status_code == 404
    assert Area.objects.exists()


def test_choices_are_kept_and_shown(browser: Client, person: Any) -> None:
    told = {"email": "now", "quiet_from": "23", "quiet_to": "6", "on": [f"email:{KIND}"]}
    assert browser.post("/notifications/settings/", told).status_code == 302
    kept = Preferences.objects.get()
    assert (kept.is_email_daily, kept.quiet_from, kept.quiet_to) == (False, 23, 6)
    assert queries.wanted(person, [KIND, OTHER], [EMAIL, PUSH]) == {(KIND, EMAIL)}
    page = text(browser.get("/notifications/settings/"))
    assert f'value="email:{KIND}" checked' in page
    assert f'value="email:{OTHER}" checked' not in page


def test_what_the_town_begins_with_is_not_written_down(browser: Client) -> None:
    marks = [f"{channel}:{kind}" for kind in (KIND, OTHER) for channel in (EMAIL, PUSH)]
    told = {"email": "daily", "quiet_from": "22", "quiet_to": "8", "on": marks}
    browser.post("/notifications/settings/", told)
    assert not Choice.objects.exists()


@pytest.mark.parametrize("told", [{}, {"email": "now", "quiet_from": "24", "quiet_to": "8"}])
def test_bad_settings_change_nothing(browser: Client, told: dict[str, str]) -> None:
    assert browser.post("/notifications/settings/", told).status_code == 422
    assert not Preferences.objects.exists()


def test_one_press_stops_everything_and_saving_brings_it_back(browser: Client) -> None:
    browser.post("/notifications/settings/silent/")
    assert Preferences.objects.get().is_silent
    assert "Сейчас не присылаем ничего" in text(browser.get("/notifications/settings/"))
    browser.post(
        "/notifications/settings/", {"email": "daily", "quiet_from": "22", "quiet_to": "8"}
    )
    assert not Preferences.objects.get().is_silent


def test_saving_other_settings_brings_no_letters_back(browser: Client, person: Any) -> None:
    choosing.unsubscribe(by_email.token_of(person.known_id))
    page = "/notifications/settings/"
    assert 'value="never" checked' in text(browser.get(page))
    told = {"email": "never", "quiet_from": "21", "quiet_to": "8"}
    browser.post(page, told)
    assert Preferences.objects.get().closed == [EMAIL]
    browser.post(page, {**told, "email": "daily"})
    assert Preferences.objects.get().closed == []


def test_unsubscribing_by_a_letters_link_needs_no_account(person: Any) -> None:
    token = by_email.token_of(person.known_id)
    page = f"/notifications/off/{token}/"
    assert "Не писать на почту?" in text(Client().get(page))
    assert not Preferences.objects.exists(), "machines open links too"
    assert "Больше не пишем" in text(Client().post(page))
    assert Preferences.objects.get().closed == [EMAIL]


def test_one_click_comes_without_cookie_and_token(person: Any) -> None:
    address = f"/api/v1/notifications/off/{by_email.token_of(person.known_id)}"
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 204
    assert Preferences.objects.get().closed == [EMAIL]
    assert "/notifications/off/" in strict.get(address)["Location"]


@pytest.mark.parametrize("token", ["a", "я", "AAAA" * 12])
def test_a_made_up_link_stops_nobody(town: Any, token: str) -> None:
    assert Client().get(f"/notifications/off/{token}/").status_code == 404
    assert Client().post(f"/api/v1/notifications/off/{token}").status_code == 404
    assert not Preferences.objects.exists()


def test_a_code_is_shown_only_where_there_is_a_bot(browser: Client, settings: Any) -> None:
    assert browser.post("/notifications/settings/code/").status_code == 404
    bot = {"url": "", "token": "t", "secret": "", "confirmation": "", "bot": "https://vk.example/b"}
    settings.MESSENGERS = {**settings.MESSENGERS, "vk": bot}
    page = text(browser.post("/notifications/settings/code/"))
    assert 'href="https://vk.example/b"' in page


def test_an_erased_account_leaves_nothing(person: Any) -> None:
    follow(person.known_id)
    happen(topics=(TOPIC,))
    choosing.fall_silent(person)
    public.forget_person(person.known_id)
    public.forget_person(person.known_id)
    for model in reading._OF_PERSON:
        assert not model.objects.filter(person_id=person.known_id).exists()


def test_joined_accounts_follow_together_and_are_told_once(person: Any) -> None:
    other = make_person(contact="+79001230099")
    follow(person.known_id)
    follow(other.known_id)
    follow(other.known_id, "things.thing:b")
    both, theirs = happen(topics=(TOPIC,)), happen(people=(other.known_id,))
    for number, owner in enumerate((person, other, other)):
        Area.objects.create(
            person_id=owner.known_id,
            slot=1 if number < 2 else 2,
            latitude=1,
            longitude=1,
            radius_m=300,
            cell=1,
        )
    one = merge(person, other)
    mine = Following.objects.filter(person_id=one.known_id)
    assert set(mine.values_list("topic", flat=True)) == {TOPIC, "things.thing:b"}
    assert InboxItem.objects.filter(notice=both).count() == 1
    letters = Dispatch.objects.filter(channel="email", person_id=one.known_id)
    assert letters.filter(notice=both).count() == 1
    assert letters.filter(notice=theirs).exists(), "it still waits for the morning"
    assert sorted(Area.objects.values_list("slot", flat=True)) == [1, 2, 3]
    assert set(Area.objects.values_list("person_id", flat=True)) == {one.known_id}


def test_a_copy_of_ones_data_has_all_of_it(person: Any) -> None:
    follow(person.known_id)
    happen(topics=(TOPIC,))
    part = public.own_part(person.known_id)
    assert part["following"][0]["topic"] == TOPIC
    assert part["told"][0]["title"] == "Скамейку починили"


def test_old_notices_go_and_young_ones_stay(person: Any) -> None:
    follow(person.known_id)
    old, young = happen(topics=(TOPIC,)), happen(OTHER, topics=(TOPIC,))
    type(old).objects.filter(id=old.id).update(made_at="2020-01-01T00:00Z")
    assert reading.forget_notices() == 1
    assert [one.notice_id for one in InboxItem.objects.all()] == [young.id]
