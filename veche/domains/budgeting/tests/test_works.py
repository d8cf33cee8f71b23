"""The works' log: words, photos and money of each day, who hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from veche.commons.commitments import public as commitments
from veche.commons.files import public as files
from veche.commons.files.tests.makers import photo
from veche.commons.identity.tests.makers import sign_in
from veche.domains.budgeting import events, rules
from veche.domains.budgeting.actions import building, proposing, working
from veche.domains.budgeting.adapters import told
from veche.domains.budgeting.models import Project, WorkNote
from veche.domains.budgeting.queries import cycles, works
from veche.domains.budgeting.queries.projects import KIND
from veche.domains.budgeting.tests import makers
from veche.domains.budgeting.tests.makers import MILLION
from veche.domains.budgeting.tests.test_pages import page, post, text_of
from veche.kernel.errors import Invalid, Refused
from veche.kernel.manifest import Judged
from veche.kernel.models import OutboxEvent

pytestmark = pytest.mark.usefixtures("budget_town")
CONTRACT: dict[str, Any] = {
    "contract_number": "0811",
    "contractor": "ООО «Двор»",
    "contract_kopecks": 2 * MILLION,
}


def won() -> Project:
    """A winner whose works may begin."""
    _cycle, rows = makers.make_approved()
    return next(one for one in rows if one.state == rules.WON)


def under_contract() -> Project:
    row, by = won(), makers.official()
    working.move_works(by, slug=row.slug, to=rules.DESIGN, step=working.Step())
    return working.move_works(by, slug=row.slug, to=rules.CONTRACT, step=working.Step(**CONTRACT))


def today(**given: Any) -> working.Told:
    return working.Told(**{"on": cycles.today(), "text": "Уложили плитку", **given})


def picture(name: str = "work.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo(), "image/jpeg")


def test_a_line_with_photos_and_money_is_read_by_everyone(client: Client) -> None:
    row = under_contract()
    sign_in(client, makers.official("coordinator"))
    path = reverse("budgeting:tell-works", args=[row.slug])
    assert path in page(client, "open-case", row.slug)
    assert "Проект и смета" in page(client, "tell-works", row.slug)
    given = {
        "form_key": "k" * 20,
        "on": cycles.today().isoformat(),
        "text": "Уложили плитку",
        "paid_kopecks": "500 000",
    }
    for _n in range(2):
        answer = post(client, "tell-works", row.slug, **given, photos=[picture(), picture()])
        assert "Запись в журнале" in text_of(client.get(answer.url))
    note = WorkNote.objects.get(project=row, text="Уложили плитку")
    assert len(note.photo_ids) == 2
    client.cookies.clear()
    shown = page(client, "read-project", row.slug)
    assert "Уложили плитку" in shown
    for one in note.photo_ids:
        kept = files.ref(UUID(one))
        assert kept is not None
        assert kept.src_small in shown
        assert client.get(kept.src_small).status_code == 200
    assert "дешевле на" in shown
    read = client.get(f"/api/v1/budget-projects/{row.slug}").json()
    assert (read["contract_kopecks"], read["paid_kopecks"]) == (2 * MILLION, 50_000_000)
    assert [one["is_step"] for one in read["log"]] == [True, True, False]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"paid_kopecks": 3 * MILLION}, "paid_kopecks"),
        ({"paid_kopecks": MILLION - 1}, "paid_kopecks"),
        ({"on": timedelta(days=1)}, "on"),
        ({"on": timedelta(days=-1)}, "on"),
        ({"photos": [uuid4() for _n in range(7)]}, "photos"),
    ],
)
def test_a_wrong_line_says_where_it_is_wrong(given: dict[str, Any], field: str) -> None:
    row, by = under_contract(), makers.official()
    working.tell_works(by, slug=row.slug, told=today(paid_kopecks=MILLION), key="first")
    if "on" in given:
        given = {"on": cycles.today() + given["on"]}
    with pytest.raises(Invalid) as refused:
        working.tell_works(by, slug=row.slug, told=today(**given), key="second")
    assert list(refused.value.fields) == [field]
    assert not works.is_told(row, "second")


def test_money_waits_for_the_contract_and_the_form_does_not_ask(client: Client) -> None:
    row = won()
    paid = today(paid_kopecks=MILLION)
    with pytest.raises(Invalid):
        working.tell_works(makers.official(), slug=row.slug, told=paid, key="first")
    sign_in(client, makers.official())
    assert "Всего оплачено" not in page(client, "tell-works", row.slug)
    answer = post(
        client, "tell-works", row.slug, form_key="k" * 20, on="2020-13-01", text="",
        photos=[SimpleUploadedFile("a.jpg", b"no photo", "image/jpeg")],
    )  # fmt: skip
    assert answer.status_code == 422


def test_a_step_keeps_its_day_its_words_and_the_contract(client: Client) -> None:
    row, by = won(), makers.official()
    working.move_works(by, slug=row.slug, to=rules.DESIGN, step=working.Step(note="Готов проект"))
    for wrong in ({**CONTRACT, "contract_kopecks": None}, {**CONTRACT, "contractor": ""}):
        step = working.Step(**wrong)
        with pytest.raises(Invalid):
            working.move_works(by, slug=row.slug, to=rules.CONTRACT, step=step)
    sign_in(client, by)
    day = cycles.today().isoformat()
    given = {**CONTRACT, "contract_kopecks": "2 000 000", "on": day, "to": rules.CONTRACT}
    answer = post(client, "move-works", row.slug, **given, photos=[picture()])
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.contract_kopecks, row.paid_kopecks) == (200_000_000, 0)
    log = works.log_of(row)
    assert [str(one["title"]) for one in log] == ["Проект и смета", "Торги и контракт"]
    assert len(log[1]["photos"]) == 1
    client.cookies.clear()
    assert "Готов проект" in page(client, "read-project", row.slug)


def test_after_acceptance_the_guarantee_is_told_and_the_log_goes_on() -> None:
    row = makers.make_accepted()
    shown = page(Client(), "read-project", row.slug)
    assert "Гарантия" in shown
    by = makers.official()
    working.tell_works(by, slug=row.slug, told=today(text="Заменили петлю"), key="mended")
    assert "Заменили петлю" in page(Client(), "read-project", row.slug)


def test_a_guarantee_ends_after_acceptance() -> None:
    row, by = under_contract(), makers.official()
    working.move_works(by, slug=row.slug, to=rules.WORKS, step=working.Step())
    step = working.Step(
        accepted_by="Комиссия", accepted_on=cycles.today(), guarantee_until=cycles.today()
    )
    with pytest.raises(Invalid) as refused:
        working.move_works(by, slug=row.slug, to=rules.ACCEPTED, step=step)
    assert "guarantee_until" in refused.value.fields


def test_a_promise_is_called_as_everyone_reads_its_project() -> None:
    _cycle, rows = makers.make_counted()
    row = next(one for one in rows if one.state == rules.WON)

    def said() -> tuple[str, str]:
        known = commitments.of(KIND, row.id)
        assert known is not None
        return known.source_title, known.decision

    proposing.judge_words(project_id=row.id, judged=Judged(is_passed=False))
    building.approve_list(makers.official(), slug=row.cycle.slug, signed=makers.signed())
    hidden = ("Текст скрыт модератором", "Построить: Текст скрыт модератором")
    assert said() == hidden
    proposing.judge_words(project_id=row.id, judged=Judged(is_passed=True))
    assert said() == (row.title, f"Построить: {row.title}")
    proposing.judge_words(project_id=row.id, judged=Judged(is_passed=False))
    assert said() == hidden
    proposing.judge_words(project_id=row.id, judged=Judged(is_passed=True))
    text = proposing.as_text(row).replace(row.title, "Проект ***")
    proposing.rewrite_project(project_id=row.id, text=text)
    assert said() == ("Проект ***", "Построить: Проект ***")


def test_residents_write_no_log(client: Client) -> None:
    row = won()
    with pytest.raises(Refused):
        working.tell_works(makers.resident(), slug=row.slug, told=today(), key="first")
    sign_in(client, makers.resident())
    assert client.get(reverse("budgeting:tell-works", args=[row.slug])).status_code == 403


def test_who_follows_the_project_or_its_cycle_hears_of_it() -> None:
    row = under_contract()
    for kind in (events.WorksTold.kind, events.WorksMoved.kind):
        tell = next(one.tell for one in told.NOTICES if one.event == kind)
        said = tell({"project_id": str(row.id), "to": rules.CONTRACT})
        assert said is not None
        assert set(said.topics) == {told.topic_of(row), told.topic_of(row.cycle)}
        assert said.text


def test_who_follows_the_cycle_hears_that_the_works_are_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = won()
    known = commitments.of(KIND, row.id)
    assert known is not None
    tell = next(one.tell for one in told.NOTICES if one.event == events.WorksLate.kind)
    assert tell({"project_id": str(row.id)}) is None
    # As if the promised day had come and gone, and lateness were counted before everyone.
    late = makers.signed().works_by + timedelta(days=30)
    monkeypatch.setattr(commitments, "public_day", lambda: late)
    said = tell({"project_id": str(row.id)})
    assert said is not None
    assert said.topics == (told.topic_of(row.cycle),)
    working.tell_late(commitment_id=known.id)
    working.tell_late(commitment_id=row.id)
    assert OutboxEvent.objects.filter(kind=events.WorksLate.kind).count() == 1


def test_who_follows_the_cycle_hears_of_its_list_and_of_departures() -> None:
    row = won()
    for kind, payload in (
        (events.ListApproved.kind, {"cycle_id": str(row.cycle_id)}),
        (events.OutcomeOverridden.kind, {"project_id": str(row.id)}),
    ):
        tell = next(one.tell for one in told.NOTICES if one.event == kind)
        said = tell(payload)
        assert said is not None
        assert told.topic_of(row.cycle) in said.topics
        assert said.text
