"""A vote in the state's service: no ballot here, figures by a file, whole and once."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from veche.commons.identity.tests.makers import sign_in
from veche.domains.budgeting import jobs, rules
from veche.domains.budgeting.actions import balloting, building, setting_up, state_vote
from veche.domains.budgeting.models import Cycle, Project, StateVote
from veche.domains.budgeting.queries import voting
from veche.domains.budgeting.rules import phases, templates
from veche.domains.budgeting.rules.state_vote import read
from veche.domains.budgeting.tests.makers import (
    fresh,
    let_phase_come,
    make_draft_cycle,
    make_state_vote,
    official,
    resident,
    rule,
    signed,
)
from veche.domains.budgeting.tests.test_counting_cycles import file_in_dataset
from veche.kernel.errors import Invalid, Refused

SOURCE = "выгрузка zagorodsreda.gosuslugi.ru от 13 июня"
KNOWN = {"abc": 1, "def": 2}


@pytest.mark.parametrize(
    ("text", "flaws"),
    [
        ("Номер;Голосов\n1;10\n2;1 200", []),
        ("Код,Название,Голосов\nABC,Парк,10\ndef,Сквер,0", []),
        ("Номер;Голосов\n1;десять\n2;-1", ["B2 votes", "B3 votes"]),
        ("Номер;Голосов\n1;5\n1;6\n7;1", ["A3 twice", "A4 unknown"]),
        ("Номер;Код;Голосов\n1;def;5\n2;def;5", ["A2 differ"]),
        ("Номер;Голосов\n1;5", [" missing"]),
        ("Номер;Имя\n1;5", [" no-column"]),
        ("Имя;Голосов\n1;5", [" no-column"]),
        ("", [" unreadable"]),
        (f"Номер;Голосов\n1;{'5' * 200_000}", [" unreadable"]),
        ("Номер;Голосов\n1;300000\n2;0", []),
    ],
)
def test_a_file_is_read_whole_or_told_by_cell(text: str, flaws: list[str]) -> None:
    votes, found = read(text, KNOWN)
    assert [f"{one.cell} {one.code}" for one in found] == flaws
    assert bool(votes) is not bool(flaws)


def over(cycle: Cycle) -> Cycle:
    let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    jobs.count_cycle(str(cycle.id))
    return fresh(cycle)


def page(cycle: Cycle) -> str:
    return f"/office/budget-votes/{cycle.slug}/state-vote/"


def upload(browser: Client, cycle: Cycle, text: str, **more: str) -> Any:
    file = SimpleUploadedFile("итоги.csv", text.encode("cp1251"))
    return browser.post(page(cycle), {"source": SOURCE, "upload": file, **more})


@pytest.mark.usefixtures("budget_town")
def test_people_vote_there_and_not_here() -> None:
    cycle, rows = make_state_vote()
    for address in (f"/budget-votes/{cycle.slug}/", f"/budget-projects/{rows[0].slug}/"):
        shown = Client().get(address).content.decode()
        assert "Проголосовать на Госуслугах" in shown
        assert 'href="https://zagorodsreda.gosuslugi.ru/objects"' in shown
        assert "/vote/" not in shown
    voter = resident()
    assert voting.decision(voter, cycle).code == "state-vote"
    with pytest.raises(Refused):
        balloting.cast_ballot(voter, cycle=cycle, choice={"f1": ["1"]})
    assert sign_in(Client(), voter).get("/").status_code == 200
    assert sign_in(Client(), voter).get("/me/").status_code == 200
    done = over(cycle)
    assert done.state == rules.CLOSED, "the figures come by a file"


@pytest.mark.usefixtures("budget_town")
def test_figures_are_looked_over_then_taken_once() -> None:
    cycle, rows = make_state_vote()
    browser = sign_in(Client(), official())
    assert browser.get(page(cycle)).status_code == 403, "the vote goes on"
    objects = browser.get(f"/office/budget-votes/{cycle.slug}/objects.csv")
    table = list(csv.reader(io.StringIO(objects.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in table[1:]] == [row.slug for row in rows]
    cycle = over(cycle)
    nothing = browser.post(page(cycle), {"source": SOURCE})
    assert nothing.status_code == 422
    assert len(nothing.context["form"].errors["upload"]) == 1, "one thing is lacking, said once"
    wrong = upload(browser, cycle, "Номер;Голосов\n1;700\n2;пять\n9;1\n")
    assert wrong.status_code == 422
    told = wrong.content.decode()
    assert "Ячейка B3: «пять» — не число голосов" in told
    assert "Ячейка A4: Объекта «9» в бюллетене нет" in told
    assert not StateVote.objects.exists()

    text = "\r\n".join(
        ";".join([*line[:-1], votes])
        for line, votes in zip(table, ("Голосов", "700", "6000000", "5"), strict=True)
    )
    look = upload(browser, cycle, text, then="take")
    assert look.status_code == 200
    assert "6\u00a0000\u00a0705" in look.content.decode()
    assert not StateVote.objects.exists(), "a file is looked over before it is taken"
    form = {"source": SOURCE, "kept": look.context["form"].initial["kept"], "then": "take"}
    forged = browser.post(page(cycle), {**form, "kept": f"{form['kept']}x"})
    assert forged.status_code == 422
    assert "Выберите файл ещё раз" in forged.content.decode()
    assert not StateVote.objects.exists(), "what nobody looked over"
    assert browser.post(page(cycle), form).status_code == 302
    counted = fresh(cycle)
    assert counted.state == rules.COUNTED
    file = text.encode("cp1251")
    assert b"\r\n" in file
    assert StateVote.objects.get(cycle=cycle).sha256 == hashlib.sha256(file).hexdigest()
    assert voting.turnout(counted) == 6_000_705
    found = Project.objects.filter(cycle=cycle).order_by("number")
    assert [(one.votes, one.state) for one in found] == [
        (700, rules.WON), (6_000_000, rules.WON), (5, rules.RESERVE),
    ]  # fmt: skip
    shown = Client().get(f"/budget-votes/{cycle.slug}/results/").content.decode()
    assert SOURCE in shown
    assert "Кого услышали" in shown
    assert "По месту, где живут голосовавшие" not in shown, "nobody here knows where they live"
    assert ".pb" not in shown
    assert Client().get(f"/budget-votes/{cycle.slug}/results/f1.pb").status_code == 404
    assert file_in_dataset(cycle) is None
    read = Client().get(f"/api/v1/budget-votes/{cycle.slug}/results").json()
    assert read["funds"][0]["pb_url"] == ""
    why = Client().get(f"/budget-projects/{found[2].slug}/why/").content.decode()
    assert "5 голосов" in why.replace("\u00a0", " ")
    assert browser.post(page(cycle), form).status_code == 403
    with pytest.raises(Refused):
        state_vote.take_state_vote(
            official(), slug=cycle.slug, text=text, file_name="", sha256="", source=SOURCE
        )
    building.approve_list(official(), slug=cycle.slug, signed=signed())
    protocol = Client().get(f"/budget-votes/{cycle.slug}/results/protocol.docx")
    assert protocol.status_code == 200


@pytest.mark.usefixtures("budget_town")
def test_only_an_approver_takes_figures() -> None:
    cycle, _rows = make_state_vote()
    cycle = over(cycle)
    author = official("author")
    given = {"text": "Номер;Голосов\n1;1", "file_name": "", "sha256": "", "source": SOURCE}
    with pytest.raises(Refused):
        state_vote.take_state_vote(author, slug=cycle.slug, **given)
    with pytest.raises(Invalid):
        state_vote.take_state_vote(official(), slug=cycle.slug, **given)
    assert not StateVote.objects.exists()


@pytest.mark.usefixtures("budget_town")
def test_only_improvement_may_go_to_the_state() -> None:
    by = official()
    cycle = make_draft_cycle(by)
    elsewhere = rule(ballot=rules.BUDGET, votes_at=rules.STATE, vote_url="http://x")
    with pytest.raises(Invalid) as refused:
        setting_up.set_rule(by, slug=cycle.slug, rule=elsewhere)
    assert set(refused.value.fields) == {"votes_at", "ballot", "vote_url"}
    improved = setting_up.begin_cycle(by, begun=setting_up.Begun(templates.IMPROVEMENT, "Парк"))
    for url in (
        "https://example.org/objects",
        "https://gosuslugi.ru.example.org/",
        "https://evilgosuslugi.ru/",
        "https://gosuslugi.ru@example.org/",
        "https://[gosuslugi.ru",
        "http://zagorodsreda.gosuslugi.ru/",
    ):
        foreign = rule(ballot=rules.ONE, votes_at=rules.STATE, vote_url=url)
        with pytest.raises(Invalid) as refused:
            setting_up.set_rule(by, slug=improved.slug, rule=foreign)
        assert set(refused.value.fields) == {"vote_url"}, url
    assert (
        "votes_at"
        not in sign_in(Client(), by)
        .get(f"/office/budget-votes/{cycle.slug}/rule/")
        .content.decode()
    )
