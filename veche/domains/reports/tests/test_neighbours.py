"""What a report tells of other people, and what becomes of it when two accounts are one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.reports import public
from veche.domains.reports.actions import filing, keeping, residents
from veche.domains.reports.models import Draft, Report, Supporter
from veche.domains.reports.tests import makers

CAR = "yards.abandoned_car"


def test_what_is_a_neighbours_own_is_not_kept(client: Client, places_town: Any) -> None:
    text = "Шумит сосед, звоните +7 910 123-45-67, машина А123ВС40, карта 4111 1111 1111 1111"
    row = makers.passed(makers.make_report(text=text))
    assert row.text.startswith("Шумит сосед, звоните [телефон скрыт]")
    page = client.get(reverse("reports:read-report", args=[row.number])).content.decode()
    for own in ("123-45-67", "А123ВС40", "1111 1111"):
        assert own not in row.text
        assert own not in page


def test_an_address_tells_nobody_elses_telephone(places_town: Any) -> None:
    point = replace(makers.POINT, address="Луговая улица, 54, звонить +7 900 000-00-01")
    row = makers.make_report(point=point)
    assert row.address.startswith("Луговая улица, 54")
    assert "900" not in row.address


def test_an_abandoned_car_is_known_by_its_plate_alone(places_town: Any) -> None:
    author = make_person()
    text = "Стоит второй год А123ВС40, хозяин +7 910 123-45-67"
    row = makers.make_report(author, text=text, category=CAR, photos=[makers.upload(author)])
    assert "А123ВС40" in row.text
    assert "123-45-67" not in row.text


def test_an_insult_is_marked_for_the_moderator(client: Client, places_town: Any) -> None:
    rude = makers.make_report(text="Дворник дебил и идиот, снег не убран")
    calm = makers.make_report(text="Снег не убран")
    sign_in(client, makers.role("moderator"))
    told = client.get(reverse("reports:open-case", args=[rude.number])).content.decode()
    assert "оскорбление" in told
    told = client.get(reverse("reports:open-case", args=[calm.number])).content.decode()
    assert "оскорбление" not in told


def test_two_accounts_become_one_author_and_one_supporter(places_town: Any) -> None:
    one, other = make_person(), make_person()
    common = makers.passed(makers.make_report())
    own = makers.passed(makers.make_report(one))
    others = makers.passed(makers.make_report(other))
    for person in (one, other):
        residents.support_report(person, number=common.number)
    residents.support_report(other, number=own.number)
    makers.fill_draft(other, text="Черновик второго")
    keeping.join_people(surviving=[one.known_id], joined=[other.known_id])
    assert makers.fresh(common).supporters == 1
    assert makers.fresh(own).supporters == 0
    assert makers.fresh(others).author_id == one.known_id
    assert list(Supporter.objects.values_list("person_id", flat=True)) == [one.known_id]
    assert Draft.objects.get().owner_id == one.known_id
    told = public.own_part(one.known_id)
    assert {row["number"] for row in told["reports"]} == {own.number, others.number}
    assert told["supported"] == [common.number]
    assert [row["text"] for row in told["drafts"]] == ["Черновик второго"]


def test_of_two_drafts_the_surviving_accounts_is_left(places_town: Any) -> None:
    one, other = make_person(), make_person()
    makers.fill_draft(one, text="Первый")
    makers.fill_draft(other, text="Второй")
    keeping.join_people(surviving=[one.known_id], joined=[other.known_id])
    assert [row.text for row in Draft.objects.all()] == ["Первый"]
    draft = Draft.objects.get()
    assert filing.file_report(one, draft_id=draft.id)


def test_an_erased_person_leaves_reports_and_nothing_else(places_town: Any) -> None:
    one, other = make_person(), make_person()
    row = makers.passed(makers.make_report(one))
    makers.fill_draft(other)
    residents.support_report(other, number=row.number)
    keeping.forget_person([one.known_id, other.known_id])
    assert Report.objects.get().author_id is None
    assert not Draft.objects.exists()
    assert not Supporter.objects.exists()
