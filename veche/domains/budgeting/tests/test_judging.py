"""Verdicts before the vote: what waits for one, what comes late, what a stale page may not undo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import sign_in
from veche.commons.places import public as places
from veche.domains.budgeting import jobs, public, rules
from veche.domains.budgeting.actions import balloting, counting, judging, proposing
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.queries import cycles, projects, wording
from veche.domains.budgeting.rules import phases
from veche.domains.budgeting.tests import makers
from veche.domains.budgeting.tests.makers import MILLION
from veche.domains.budgeting.tests.test_pages import page, post, text_of
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("budget_town")
PASSED, STOPPED = Judged(is_passed=True), Judged(is_passed=False)


def again(row: Project) -> Project:
    return Project.objects.get(id=row.id)


def settle(cycle: Cycle) -> Cycle:
    return balloting.settle_ballot(makers.official("approver"), slug=cycle.slug)


def code_of(cycle: Cycle) -> str:
    with pytest.raises(Conflict) as refused:
        settle(cycle)
    return refused.value.code


def two_admitted() -> Cycle:
    cycle = makers.make_cycle()
    for title in ("А", "Б"):
        makers.admitted(cycle, cost=MILLION, title=title)
    return cycle


def sent(cycle: Cycle) -> Project:
    """A project that a moderator has still to read."""
    author = makers.resident()
    row = makers.make_draft(cycle, author)
    proposing.file_project(author, draft_id=row.id)
    return again(row)


def test_what_is_published_in_the_days_of_the_vote_still_gets_its_verdict() -> None:
    cycle = two_admitted()
    late = sent(cycle)
    cycle = makers.let_phase_come(cycle, phases.BALLOT)
    assert code_of(cycle) == "unread"
    proposing.judge_words(project_id=late.id, judged=PASSED)
    assert code_of(cycle) == "waiting"
    judging.refuse_project(makers.official(), slug=late.slug, reason="Участок не городской.")
    assert settle(cycle).settled_at is not None
    with pytest.raises(Conflict):
        judging.refuse_project(makers.official(), slug=late.slug, reason="Участок не городской.")


def test_what_a_moderator_hid_waits_for_a_refusal(client: Client) -> None:
    cycle = two_admitted()
    hidden = makers.checked(makers.make_project(cycle))
    proposing.judge_words(project_id=hidden.id, judged=STOPPED)
    cycle = makers.let_phase_come(cycle, phases.CHECKS)
    assert code_of(cycle) == "waiting"
    with pytest.raises(Conflict):
        judging.admit_project(makers.official(), slug=hidden.slug)
    sign_in(client, makers.official())
    assert hidden.title in page(client, "list-projects", cycle.slug)
    assert "Текст проекта скрыл модератор" in page(client, "open-case", hidden.slug)
    post(client, "refuse-project", hidden.slug, reason="В тексте были чужие имена.")
    assert again(hidden).state == rules.REFUSED
    settle(cycle)


def test_a_moderators_word_after_the_settlement_refuses_with_the_reason() -> None:
    cycle = two_admitted()
    late = sent(cycle)
    proposing.judge_words(project_id=late.id, judged=STOPPED)
    cycle = makers.let_phase_come(cycle, phases.CHECKS)
    settle(cycle)
    proposing.judge_words(project_id=late.id, judged=PASSED)
    row = again(late)
    assert (row.state, row.is_public) == (rules.REFUSED, True)
    assert "следующем цикле" in row.refused_because


def test_a_vote_without_a_ballot_has_not_taken_place(client: Client) -> None:
    cycle = makers.make_cycle()
    row = makers.admitted(cycle)
    jobs.void_cycle(str(cycle.id))
    assert makers.fresh(cycle).state == rules.RUNNING
    makers.let_phase_come(cycle, phases.COUNT)
    jobs.close_due_ballots()
    for _n in range(2):
        jobs.void_cycle(str(cycle.id))
    cycle = makers.fresh(cycle)
    assert cycle.state == rules.VOID
    shown = page(client, "read-cycle", cycle.slug)
    assert "Голосование не состоялось" in shown
    assert "Подсчёт" not in shown
    assert "Сейчас ничего не делим" in page(client, "list-cycles")
    assert "Голосование не состоялось" in page(client, "read-project", row.slug)
    assert public.home_part(makers.resident()) is None
    sign_in(client, makers.official())
    assert cycle.title in page(client, "list-work")
    assert wording.now_of(cycle)["title"] == "Голосование не состоялось"


def test_hidden_words_stand_nowhere_while_number_and_cost_do(client: Client) -> None:
    cycle, rows = makers.make_counted(*[{"f1": ["1", "2"]}] * 6)
    row = next(one for one in rows if one.state == rules.LOST or one.state == rules.RESERVE)
    secret = "Площадка Петра Иванова"
    Project.objects.filter(id=row.id).update(title=secret)
    proposing.judge_words(project_id=row.id, judged=STOPPED)
    for name, slug in (
        ("read-results", cycle.slug),
        ("read-project", row.slug),
        ("explain-project", row.slug),
    ):
        shown = page(client, name, slug)
        assert secret not in shown
        assert "Текст скрыт модератором" in shown
    assert "Детям негде играть" not in page(client, "read-project", row.slug)
    told = client.get(f"/api/v1/budget-projects/{row.slug}").json()
    assert (told["title"], told["works"]) == ("Текст скрыт модератором", "")
    assert [one["title"] for one in told["lines"]] == ["Текст скрыт модератором"]
    answer: Any = client.get(reverse("budgeting:export-fund", args=[cycle.slug, "f1"]))
    assert answer.status_code == 200
    assert secret not in b"".join(answer).decode()
    sign_in(client, makers.official("approver"))
    assert secret in page(client, "open-case", row.slug)
    assert "Отступить" in page(client, "override-outcome", row.slug)
    assert again(row).title == secret


def test_a_check_in_better_words_keeps_the_admission() -> None:
    row = makers.admitted(makers.make_cycle())
    found = judging.Found(True, "Участок городской, выписка есть.")
    judging.check_project(makers.official(), slug=row.slug, kind=rules.LAND, found=found)
    assert again(row).state == rules.ADMITTED
    other = judging.Found(False, "Участок отдан под школу.")
    judging.check_project(makers.official(), slug=row.slug, kind=rules.LAND, found=other)
    assert again(row).state == rules.PROPOSED


def test_a_stale_page_undoes_nothing(client: Client) -> None:
    row = makers.make_project(makers.make_cycle())
    sign_in(client, makers.official())
    assert f'name="version" value="{row.version}"' in page(client, "open-case", row.slug)
    makers.checked(row)
    judging.admit_project(makers.official(), slug=row.slug)
    said = {"land-verdict": "no", "land-reason": "Участок отдан под школу."}
    stale = post(client, "check-project", row.slug, rules.LAND, **said, version=row.version)
    assert stale.status_code == 409
    assert "изменил другой сотрудник" in text_of(stale)
    for name, given in (
        ("refuse-project", {"reason": "Участок отдан под школу."}),
        ("correct-cost", {"title_1": "Всё", "amount_1": "100"}),
        ("admit-project", {}),
    ):
        answer = post(client, name, row.slug, **given, version=row.version)
        assert answer.status_code == 409
    assert again(row).state == rules.ADMITTED
    now = again(row).version
    assert (
        post(client, "check-project", row.slug, rules.LAND, **said, version=now).status_code == 302
    )


def town_project(cycle: Cycle, **given: Any) -> Any:
    values = {
        "form_key": "t" * 20, "title": "Сквер", "need": "Негде гулять", "fund": "f1",
        "works": "Скамейки", "land": rules.TOWN_LAND, "title_1": "Скамейки", "amount_1": "100 000",
    }  # fmt: skip
    return {**values, **given}


def test_a_project_of_the_town_sent_twice_is_one(client: Client) -> None:
    cycle = makers.make_cycle()
    sign_in(client, makers.official())
    path = reverse("budgeting:add-project", args=[cycle.slug])
    urls = {client.post(path, town_project(cycle))["Location"] for _n in range(2)}
    assert len(urls) == 1
    assert Project.objects.count() == 1


def test_officials_write_what_the_town_enters_and_no_words_of_residents(client: Client) -> None:
    cycle = makers.make_cycle(amounts={None: 5 * MILLION, cycles.territories()[0].id: MILLION})
    other = next(one for one in cycles.funds_of(cycle) if one.place_id is not None)
    by = makers.official()
    matter = proposing.Matter("Сквер", "Негде гулять", "f1" if other.code != "f1" else "f2")
    row = judging.add_project(
        by, cycle_slug=cycle.slug, matter=matter, plan=proposing.Plan("", "", "", ""), lines=()
    )
    makers.checked(row)
    sign_in(client, by)
    assert reverse("budgeting:describe-case", args=[row.slug]) in page(
        client, "open-case", row.slug
    )
    assert "Дописать проект" in page(client, "describe-case", row.slug)
    given = {
        "form_key": "d" * 20, "title": "Сквер на Луговой", "need": "Негде гулять",
        "fund": other.code, "spot": "Луговая, 5", "works": "Скамейки", "benefits": "Соседям",
        "upkeep": "Управление", "land": rules.TOWN_LAND,
    }  # fmt: skip
    assert post(client, "describe-case", row.slug, **{**given, "title": ""}).status_code == 422
    stale = post(client, "describe-case", row.slug, **given, version=row.version)
    assert stale.status_code == 409
    now = again(row).version
    answer = post(client, "describe-case", row.slug, **given, version=now)
    assert "Проект дописан" in text_of(client.get(answer.url))
    row = again(row)
    assert (row.fund_id, row.works, row.upkeep) == (other.pk, "Скамейки", "Управление")
    assert not projects.checks_of(row)
    theirs = makers.make_project(cycle)
    assert client.get(reverse("budgeting:describe-case", args=[theirs.slug])).status_code == 403


def test_words_of_another_house_move_the_point_and_other_words_leave_it(client: Client) -> None:
    row = judging.add_project(
        makers.official(),
        cycle_slug=makers.make_cycle().slug,
        matter=proposing.Matter("Сквер", "Негде гулять", "f1", "У пруда", 54.5123456, 36.25),
        plan=proposing.Plan("", "", "", ""),
        lines=(),
    )
    (house,) = places.houses_named("Луговая улица, 54")
    sign_in(client, makers.official())
    given = {
        "form_key": "d" * 20, "title": "Сквер", "need": "Негде гулять", "fund": "f1",
        "works": "", "benefits": "", "upkeep": "", "land": rules.TOWN_LAND,
        "latitude": "54.5123456", "longitude": "36.25",
    }  # fmt: skip

    def described(**more: str) -> tuple[float | None, float | None, bool]:
        Project.objects.filter(id=row.id).update(area={"type": "Polygon"})
        shown = page(client, "describe-case", row.slug)
        assert 'data-pick="latitude,longitude,spot"' in shown
        assert "нарисованную границу уберём" in shown
        assert "не называют дом" in shown
        assert post(client, "describe-case", row.slug, **{**given, **more}).status_code == 302
        found = again(row)
        return found.latitude, found.longitude, found.area is not None

    assert described(spot="У пруда") == (54.5123456, 36.25, True), "nothing has moved"
    moved = (house.latitude, house.longitude)
    assert described(spot="Луговая улица, 54") == (*moved, False)
    there = {"latitude": str(moved[0]), "longitude": str(moved[1])}
    assert described(spot="Где-то", **there) == (*moved, True), "no house is named, none is lost"
    assert described(spot="Где-то у пруда", **there) == (*moved, True), "a mended word"
    assert described(spot="Луговая улица, 54", **there) == (*moved, True), "the point is its own"
    assert described(spot="", latitude="54.51", longitude="36.26") == (54.51, 36.26, False)


def test_nobody_settles_or_approves_what_was_not_on_their_page(client: Client) -> None:
    cycle = two_admitted()
    third = makers.admitted(cycle, cost=MILLION, title="В")
    cycle = makers.let_phase_come(cycle, phases.CHECKS)
    sign_in(client, makers.official("approver"))
    seen = seen_on(page(client, "list-projects", cycle.slug))
    judging.refuse_project(makers.official(), slug=third.slug, reason="Участок не городской.")
    late = post(client, "settle-ballot", cycle.slug, seen=seen)
    assert late.status_code == 409
    assert "Пока вы утверждали, список изменился" in text_of(late)
    assert makers.fresh(cycle).settled_at is None
    assert post(client, "settle-ballot", cycle.slug, seen=seen_on(text_of(late))).status_code == 302

    counted, rows = makers.make_counted()
    seen = seen_on(page(client, "approve-list", counted.slug))
    counting.override_outcome(
        makers.official("approver"), slug=rows[0].slug, after=rules.LOST, reason="Теплосеть. " * 5
    )
    signed = {key: str(value) for key, value in vars(makers.signed()).items()}
    late = post(client, "approve-list", counted.slug, **signed, seen=seen)
    assert late.status_code == 409
    assert makers.fresh(counted).state == rules.COUNTED
    again_ = post(client, "approve-list", counted.slug, **signed, seen=seen_on(text_of(late)))
    assert again_.status_code == 302


def seen_on(shown: str) -> str:
    return shown.partition('name="seen" value="')[2].partition('"')[0]


def test_who_pays_is_what_the_programme_knows() -> None:
    author = makers.resident()
    row = makers.make_draft(makers.make_cycle(), author)
    lines = [proposing.Line("Горка", MILLION, rules.BY_BUSINESS)]
    with pytest.raises(Invalid) as refused:
        proposing.describe_project(author, draft_id=row.id, part=lines)
    assert refused.value.code == "no-partners"


def test_rivals_are_tied_however_the_word_is_written_and_within_one_money(client: Client) -> None:
    west, east = cycles.territories()[:2]
    amounts: dict[UUID | None, int] = {west.id: 5 * MILLION, east.id: 5 * MILLION}
    cycle = makers.make_cycle(amounts=amounts, money={"others_max": 0})
    for word in ("Пруд", " пруд "):
        makers.admitted(cycle, cost=MILLION, rivals=word, fund="f1")
    rows = list(Project.objects.filter(cycle=cycle))
    assert {row.rivals for row in rows} == {"пруд"}
    assert len(projects.rivals_of(rows[0])) == 1
    with pytest.raises(Invalid, match="invalid"):
        makers.admitted(cycle, cost=MILLION, rivals="ПРУД", fund="f2")
    far = Project.objects.get(cycle=cycle, fund__code="f2")
    sign_in(client, makers.official())
    for word, said in (("пруд", "у проекта на другие деньги"), ("я" * 41, "40")):
        answer = post(client, "admit-project", far.slug, rivals=word)
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert again(far).state == rules.PROPOSED
