"""What the law forbids to publish, and the special regime's delay, in reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.moderation.tests.makers import make_ban, make_special
from veche.commons.places import public as places
from veche.domains.reports import jobs
from veche.domains.reports.actions import approving, moderating, working
from veche.domains.reports.models import CellCount, Report
from veche.domains.reports.queries import reading, terms_over
from veche.domains.reports.rules import states
from veche.domains.reports.tests import makers
from veche.kernel import clock
from veche.kernel.errors import Invalid

pytestmark = pytest.mark.usefixtures("places_town")
TEXT = "Во дворе упали обломки беспилотника, разбиты окна"


def test_a_likely_text_is_held_and_its_author_told(client: Client) -> None:
    make_ban(words=["обломки беспилотник"])
    author = make_person()
    assert makers.make_report(author).held_by_id is None
    held = makers.make_report(author, text=TEXT)
    assert held.held_by_id is not None
    sign_in(client, author)
    for name in ("read-sent", "read-report"):
        page = client.get(reverse(f"reports:{name}", args=[held.number])).content.decode()
        assert "Задержано по закону" in page
        assert "ЕДДС, 112" in page
    moderator = makers.role("moderator")
    with pytest.raises(Invalid):
        moderating.pass_report(moderator, number=held.number, version=held.version)
    assert makers.fresh(held).stage == states.UNSEEN
    sign_in(client, moderator)
    there = reverse("reports:pass-report", args=[held.number])
    assert client.post(there, {"version": held.version}).status_code == 422
    answer = client.post(there, {"version": held.version, "is_lawful": "on"})
    assert answer.status_code == 302
    row = makers.fresh(held)
    assert (row.stage, row.held_by_id) == (states.OPEN, None)


def test_a_neighbours_name_is_hidden_before_anybody_sees_the_report(client: Client) -> None:
    row = makers.make_report(text="Соседка Ольга Морозова сливает масло в ливнёвку")
    sign_in(client, makers.role("moderator"))
    case = client.get(reverse("reports:open-case", args=[row.number])).content.decode()
    assert 'name="hides_marked"' in case
    assert "<p>Соседка [имя скрыто] сливает масло в ливнёвку</p>" in case
    there = reverse("reports:pass-report", args=[row.number])
    client.post(there, {"version": row.version, "hides_marked": "on"})
    row = makers.fresh(row)
    assert row.stage == states.OPEN
    assert row.text == "Соседка [имя скрыто] сливает масло в ливнёвку"
    again = makers.make_report(text="Соседка Ольга Морозова сливает масло в ливнёвку")
    case = client.get(reverse("reports:open-case", args=[again.number])).content.decode()
    assert "тот же текст уже был" in case


def test_a_street_that_honours_somebody_stays_and_so_does_what_is_not_ticked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = places.Street(7, "Марии Ульяновой", "")
    monkeypatch.setattr(places, "street", lambda street_id: known)
    sign_in(client, makers.role("moderator"))
    for street_id, address in (
        (known.id, f"{known.text}, 5, у дома [имя скрыто]"),
        (None, "[имя скрыто], 5, у дома [имя скрыто]"),
    ):
        row = makers.make_report(text="Яма")
        Report.objects.filter(id=row.id).update(
            street_id=street_id, address=f"{known.text}, 5, у дома Ольги Морозовой"
        )
        assert moderating.without_marked(makers.fresh(row)) == ("Яма", address)
    row = makers.make_report(text="Соседка Ольга Морозова сливает масло")
    there = reverse("reports:pass-report", args=[row.number])
    client.post(there, {"version": row.version})
    assert makers.fresh(row).text == "Соседка Ольга Морозова сливает масло"
    row = makers.make_report(text="Яма на дороге")
    case = client.get(reverse("reports:open-case", args=[row.number])).content.decode()
    assert 'name="hides_marked"' not in case


def test_a_theme_holds_what_has_photos() -> None:
    make_ban(topics=[f"reports.{makers.CATEGORY}"], words=[])
    author = make_person()
    assert makers.make_report(author).held_by_id is None
    with_photo = makers.make_report(author, photos=[makers.upload(author)])
    assert with_photo.held_by_id is not None
    moderating.reject_report(
        makers.role("moderator"),
        number=with_photo.number,
        version=with_photo.version,
        reason=states.FORBIDDEN,
        text="",
    )
    assert makers.fresh(with_photo).state == states.REJECTED


def test_a_ban_of_other_days_holds_nothing() -> None:
    make_ban(words=["обломки"], starts_in=5)
    make_ban(words=["обломки"], starts_in=-9, lasts=3)
    assert makers.make_report(text=TEXT).held_by_id is None


def test_a_special_regime_shows_what_was_passed_only_after_its_delay(client: Client) -> None:
    make_special(delay_minutes=30)
    report = makers.passed(makers.make_report())
    assert (report.state, report.stage) == (states.COORDINATION, states.UNSEEN)
    assert report.shown_from is not None
    page = reverse("reports:read-report", args=[report.number])
    assert client.get(page).status_code == 404
    jobs.show_held_back(str(report.id))
    assert makers.fresh(report).stage == states.UNSEEN
    body = makers.make_body()
    assert makers.assigned(report, body).stage == states.UNSEEN
    assert not CellCount.objects.filter(number__gt=0).exists()
    Report.objects.filter(id=report.id).update(shown_from=clock.now() - timedelta(seconds=1))
    assert terms_over.held_back(clock.now()) == [report.id]
    jobs.show_all_held_back()
    jobs.show_all_held_back()
    shown = makers.fresh(report)
    assert (shown.stage, shown.shown_from) == (states.OPEN, None)
    assert set(CellCount.objects.values_list("number", flat=True)) == {1}
    assert client.get(page).status_code == 200


def test_an_answer_is_held_and_the_report_stays_where_it_is(client: Client, town: Any) -> None:
    row, executor = makers.at_work()
    make_ban(words=["обломки беспилотник"])
    photo = makers.upload(executor)
    answer = working.Answer(states.SOLVED, TEXT, [photo])
    working.answer_report(executor, number=row.number, version=row.version, answer=answer)
    row, approver = makers.fresh(row), makers.role("approver")
    assert (row.stage, row.held_by_id is None) == (states.OPEN, False)
    with pytest.raises(Invalid):
        approving.approve_answer(approver, number=row.number, version=row.version)
    jobs.blur_photo(str(photo))
    make_special(delay_minutes=30)
    approving.approve_answer(approver, number=row.number, version=row.version, is_lawful=True)
    row, day = makers.fresh(row), reading.today()
    assert (row.state, row.stage, row.answered_on) == (states.HELD, states.OPEN, day)
    page = reverse("reports:read-report", args=[row.number])
    shown = client.get(page).content.decode()
    assert "Ответ готов, скоро покажем" in shown
    assert TEXT not in shown
    updates = reverse("reports:open311:list-updates", args=["json"])
    asked = client.get(updates, {"service_request_id": row.number}).content.decode()
    assert row.number in asked
    assert TEXT not in asked
    jobs.show_held_back(str(row.id))
    assert makers.fresh(row).state == states.HELD
    Report.objects.filter(id=row.id).update(answer_shown_from=clock.now() - timedelta(seconds=1))
    jobs.show_all_held_back()
    jobs.show_all_held_back()
    row = makers.fresh(row)
    assert (row.state, row.stage) == (states.ASKED, states.DONE)
    assert [one.verb for one in row.steps.all()][-2:] == ["hold", "tell"]
    assert TEXT in client.get(page).content.decode()
    assert row.photos.get().state == "shown"


def test_outside_a_regime_nothing_is_held_back(django_assert_num_queries: Any) -> None:
    report = makers.passed(makers.make_report())
    assert (report.stage, report.shown_from) == (states.OPEN, None)
    assert not terms_over.held_back(clock.now())


def test_no_day_is_left_to_promise_and_no_telephone_to_read(client: Client, town: Any) -> None:
    row, executor = makers.at_work()
    Report.objects.filter(id=row.id).update(started_on=reading.today() - timedelta(days=900))
    with pytest.raises(Invalid) as caught:
        makers.planned(row, executor, reading.today() + timedelta(days=1))
    assert caught.value.code == "too-late-to-promise"
    coordinator = makers.role("coordinator")
    sign_in(client, coordinator)
    case = reverse("reports:open-case", args=[row.number])
    assert (
        reverse("reports:plan-report", args=[row.number]) not in client.get(case).content.decode()
    )
    for verb in ("ask", "note"):
        words = "Это у Петровой, +7 916 123-45-67?"
        if verb == "ask":
            working.ask_clarification(executor, number=row.number, version=row.version, text=words)
        else:
            working.note_report(executor, number=row.number, text=words)
        step = row.steps.get(verb=verb)
        assert ("123-45-67" in step.text) == step.is_inner
