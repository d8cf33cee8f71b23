"""Each policy: a grant and the denials beside it. No database is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from veche.commons.ballots.public import Terms, Voter
from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.rules import phases, templates
from veche.domains.budgeting.rules.phases import Span

AUTHOR_ID = uuid4()
AUTHOR = PersonRef(AUTHOR_ID, 1)
OTHER = PersonRef(uuid4(), 1)
UNSURE = PersonRef(uuid4(), 0)
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def role(*names: str) -> PersonRef:
    return PersonRef(uuid4(), 1, frozenset(names))


def cycle(state: str = rules.RUNNING, **given: object) -> Cycle:
    return Cycle(state=state, title="Бюджет", min_age=16, **given)


def project(state: str = rules.PROPOSED, of: Cycle | None = None, **given: object) -> Project:
    values = {"author_id": AUTHOR_ID, "is_public": state in rules.SHOWN, **given}
    return Project(state=state, title="Площадка", cycle=of or cycle(), **values)


def now(kind: str) -> list[Span]:
    """A cycle of which only this phase goes on."""
    return [Span(kind, NOW - HOUR, NOW + HOUR)]


def codes(*decisions: object) -> list[str]:
    return ["" if one else one.code for one in decisions]  # type: ignore[attr-defined]


def test_reading() -> None:
    draft = cycle(rules.DRAFT)
    assert policies.may_read_cycle(ANONYMOUS, cycle())
    assert policies.may_read_cycle(role("author"), draft)
    assert not policies.may_read_cycle(ANONYMOUS, draft)
    assert not policies.may_read_cycle(role("clerk"), draft)
    assert policies.may_read_project(ANONYMOUS, project())
    assert policies.may_read_project(AUTHOR, project(rules.DRAFT))
    assert not policies.may_read_project(OTHER, project(rules.DRAFT))
    assert not policies.may_read_project(OTHER, project(is_public=False))
    # What stood on a ballot keeps its page; its words are hidden there.
    assert policies.may_read_project(OTHER, project(rules.LOST, is_public=False))


def test_proposing() -> None:
    assert codes(*(policies.may_propose(one) for one in (AUTHOR, ANONYMOUS, UNSURE))) == [
        "", "sign-in-needed", "level-needed",
    ]  # fmt: skip
    begin = policies.may_begin_project
    assert codes(
        begin(OTHER, cycle(), now(phases.PROPOSALS), NOW),
        begin(OTHER, cycle(), now(phases.CHECKS), NOW),
        begin(OTHER, cycle(rules.DRAFT), now(phases.PROPOSALS), NOW),
        begin(ANONYMOUS, cycle(), now(phases.PROPOSALS), NOW),
    ) == ["", "not-proposals", "not-proposals", "sign-in-needed"]


def test_changing_a_project() -> None:
    joined = PersonRef(uuid4(), 1, earlier_ids=(AUTHOR_ID,))
    assert policies.may_change_project(joined, project(rules.DRAFT))
    assert policies.may_change_project(AUTHOR, project(rules.REJECTED))
    assert codes(
        policies.may_change_project(OTHER, project(rules.DRAFT)),
        policies.may_change_project(OTHER, project(rules.DRAFT, author_id=None)),
        policies.may_change_project(AUTHOR, project()),
    ) == ["not-own", "not-own", "sent-already"]


def test_setting_a_cycle_up_and_publishing_it() -> None:
    draft = cycle(rules.DRAFT)
    assert policies.may_set_cycle_up(role("author"))
    assert codes(
        policies.may_set_cycle_up(role("coordinator")), policies.may_set_cycle_up(OTHER)
    ) == ["not-yours", "not-yours"]
    assert policies.may_change_cycle(role("author"), draft)
    assert codes(
        policies.may_change_cycle(role("author"), cycle()),
        policies.may_change_cycle(OTHER, draft),
    ) == ["published", "not-yours"]
    assert policies.may_publish_cycle(role("approver"), draft)
    assert codes(
        policies.may_publish_cycle(role("author"), draft),
        policies.may_publish_cycle(role("approver"), cycle()),
    ) == ["not-approver", "published"]


def test_judging() -> None:
    assert policies.may_work_on_projects(role("coordinator"))
    assert not policies.may_work_on_projects(role("clerk"))
    assert not policies.may_work_on_projects(ANONYMOUS)
    judge, span = policies.may_judge_project, now(phases.CHECKS)
    own = PersonRef(AUTHOR_ID, 1, frozenset({"author"}))
    assert codes(
        judge(role("author"), project(), span, NOW),
        judge(OTHER, project(), span, NOW),
        judge(own, project(), span, NOW),
        judge(role("author"), project(rules.WON), span, NOW),
        judge(role("author"), project(), now(phases.COUNT), NOW),
        judge(role("author"), project(), now(phases.BALLOT), NOW),
        judge(role("author"), project(is_public=False), span, NOW),
        judge(role("author"), project(rules.MODERATION), span, NOW),
    ) == ["", "not-yours", "own-project", "wrong-state", "not-checks", "", "", "wrong-state"]


def test_writing_projects_of_the_town() -> None:
    describe, span = policies.may_describe_case, now(phases.CHECKS)
    assert codes(
        describe(role("author"), project(is_by_town=True), span, NOW),
        describe(OTHER, project(is_by_town=True), span, NOW),
        describe(role("author"), project(), span, NOW),
        describe(role("author"), project(rules.BALLOTED, is_by_town=True), span, NOW),
        describe(role("author"), project(is_by_town=True), now(phases.COUNT), NOW),
    ) == ["", "not-yours", "not-town", "not-checks", "not-checks"]


def test_entering_projects_of_the_town() -> None:
    assert codes(
        policies.may_add_project(role("author"), is_open=True),
        policies.may_add_project(role("author"), is_open=False),
        policies.may_add_project(OTHER, is_open=True),
    ) == ["", "not-proposals", "not-yours"]


def test_settling_the_ballot() -> None:
    settle, by = policies.may_settle_ballot, role("approver")
    assert codes(
        settle(by, cycle(), now(phases.CHECKS), NOW),
        settle(by, cycle(), now(phases.PROPOSALS), NOW),
        settle(by, cycle(settled_at=NOW), now(phases.CHECKS), NOW),
        settle(by, cycle(rules.DRAFT), now(phases.CHECKS), NOW),
        settle(role("author"), cycle(), now(phases.CHECKS), NOW),
    ) == ["", "not-checks", "settled", "draft", "not-yours"]


def test_voting() -> None:
    terms, grown = Terms(1, 16, frozenset()), Voter(True, 1, 40)
    settled, span = cycle(settled_at=NOW), now(phases.BALLOT)
    vote = policies.may_vote
    assert codes(
        vote(settled, terms, grown, span, NOW),
        vote(settled, terms, Voter(True, 1, 12), span, NOW),
        vote(settled, terms, Voter(True, 1, None), span, NOW),
        vote(settled, terms, Voter(False), span, NOW),
        vote(cycle(), terms, grown, span, NOW),
        vote(settled, terms, grown, now(phases.CHECKS), NOW),
        vote(settled, terms, grown, span, NOW + HOUR),
        vote(cycle(rules.CLOSED, settled_at=NOW), terms, grown, span, NOW),
        vote(cycle(rules.VOID), terms, grown, span, NOW),
    ) == [
        "", "age", "birth-date", "sign-in", "not-settled", "not-open", "closed", "closed", "void",
    ]  # fmt: skip
    here = Terms(1, 16, frozenset({"a"}))
    assert codes(
        vote(settled, here, Voter(True, 1, 40, ("b",)), span, NOW),
        vote(settled, here, grown, span, NOW),
        vote(settled, Terms(2, 16, frozenset()), grown, span, NOW),
    ) == ["territory", "home", "level"]


def test_results_are_nobodys_before_the_count() -> None:
    assert policies.may_see_results(ANONYMOUS, cycle(rules.COUNTED))
    assert not policies.may_see_results(ANONYMOUS, cycle(rules.CLOSED))
    assert not policies.may_see_results(ANONYMOUS, cycle())


def test_a_file_of_a_fund_is_for_everyone_unless_so_few_voted() -> None:
    done = cycle(rules.COUNTED)
    assert policies.may_export_fund(ANONYMOUS, done, 5, 5)
    assert codes(
        policies.may_export_fund(role("approver"), done, 4, 5),
        policies.may_export_fund(ANONYMOUS, cycle(rules.CLOSED), 5, 5),
        policies.may_export_fund(ANONYMOUS, cycle(rules.COUNTED, votes_at=rules.STATE), 9, 5),
    ) == ["too-few", "not-counted", "state-vote"]


def test_departing_from_the_count_and_approving_the_list() -> None:
    by, counted = role("approver"), cycle(rules.COUNTED)
    own = PersonRef(AUTHOR_ID, 1, frozenset({"approver"}))
    assert codes(
        policies.may_override_outcome(by, project(rules.WON, counted)),
        policies.may_override_outcome(role("author"), project(rules.WON, counted)),
        policies.may_override_outcome(own, project(rules.WON, counted)),
        policies.may_override_outcome(by, project(rules.WON, cycle(rules.APPROVED))),
    ) == ["", "not-yours", "own-project", "wrong-state"]
    assert codes(
        policies.may_approve_list(by, counted),
        policies.may_approve_list(role("author"), counted),
        policies.may_approve_list(by, cycle(rules.CLOSED)),
    ) == ["", "not-yours", "wrong-state"]


def test_moving_works() -> None:
    done = cycle(rules.APPROVED)
    assert codes(
        policies.may_move_works(role("coordinator"), project(rules.WON, done)),
        policies.may_move_works(OTHER, project(rules.WON, done)),
        policies.may_move_works(role("author"), project(rules.ACCEPTED, done)),
        policies.may_move_works(role("author"), project(rules.WON, cycle(rules.COUNTED))),
    ) == ["", "not-yours", "wrong-state", "wrong-state"]


def test_plates_are_printed_of_what_was_accepted() -> None:
    found = [
        policies.may_print_plate(OTHER, project(state))
        for state in (rules.ACCEPTED, rules.WORKS, rules.LOST)
    ]
    assert codes(*found) == ["", "not-accepted", "not-accepted"]


def test_the_log_is_written_by_officials_once_the_list_is_approved() -> None:
    built, counted = cycle(rules.APPROVED), cycle(rules.COUNTED)
    found = [
        policies.may_tell_works(role("author"), project(rules.WORKS, built)),
        policies.may_tell_works(role("author"), project(rules.WON, counted)),
        policies.may_tell_works(role("author"), project(rules.LOST, built)),
        policies.may_tell_works(OTHER, project(rules.WORKS, built)),
    ]
    assert codes(*found) == ["", "wrong-state", "wrong-state", "not-yours"]


def test_drawing_the_ground() -> None:
    draw = policies.may_draw_area
    checks, official = now(phases.CHECKS), role("author")
    assert draw(official, project(), checks, NOW)
    assert codes(
        draw(AUTHOR, project(), checks, NOW),
        draw(PersonRef(AUTHOR_ID, 1, frozenset({"author"})), project(), checks, NOW),
        draw(official, project(rules.BALLOTED), checks, NOW),
        draw(official, project(of=cycle(settled_at=NOW)), checks, NOW),
        draw(official, project(is_public=False), checks, NOW),
        draw(official, project(), now(phases.COUNT), NOW),
    ) == ["not-yours", "own-project", "wrong-state", "settled", "hidden", "not-checks"]


def test_adding_photos() -> None:
    add = policies.may_add_photos
    assert add(AUTHOR, project(rules.DRAFT))
    assert add(AUTHOR, project())
    assert codes(
        add(OTHER, project()),
        add(AUTHOR, project(is_by_town=True)),
        add(AUTHOR, project(rules.BALLOTED)),
        add(AUTHOR, project(of=cycle(settled_at=NOW))),
        add(AUTHOR, project(rules.REFUSED)),
        # Nothing is settled in a cycle that came to nothing, and nobody will look at it.
        add(AUTHOR, project(of=cycle(rules.VOID))),
        add(AUTHOR, project(rules.DRAFT, of=cycle(rules.CLOSED))),
    ) == ["not-own", "not-own", "settled", "settled", "settled", "void", "settled"]


def test_the_counter() -> None:
    clerk, author = role("clerk"), role("author")
    settled, waits = cycle(settled_at=NOW), cycle()
    open_now, over = now(phases.BALLOT), [Span(phases.BALLOT, NOW - HOUR, NOW)]
    assert policies.may_serve_counter(clerk)
    assert codes(policies.may_serve_counter(author), policies.may_serve_counter(ANONYMOUS)) == [
        "not-clerk", "not-clerk",
    ]  # fmt: skip
    for policy in (policies.may_run_counter, policies.may_print_papers):
        assert policy(clerk, settled, open_now, NOW)
        assert codes(
            policy(author, settled, open_now, NOW),
            policy(clerk, waits, open_now, NOW),
            policy(clerk, settled, over, NOW),
        ) == ["not-clerk", "not-open", "not-open"]
    ahead = [Span(phases.BALLOT, NOW + HOUR, NOW + 2 * HOUR)]
    assert policies.may_print_papers(clerk, settled, ahead, NOW)
    assert policies.may_run_counter(clerk, settled, ahead, NOW).code == "not-open"
    assert policies.may_enter_papers(clerk, cycle(rules.CLOSED, settled_at=NOW))
    assert codes(
        policies.may_enter_papers(author, settled),
        policies.may_enter_papers(clerk, waits),
        policies.may_enter_papers(clerk, cycle(rules.COUNTED, settled_at=NOW)),
    ) == ["not-clerk", "no-papers", "no-papers"]


def test_a_vote_elsewhere() -> None:
    approver, closed = role("approver"), cycle(rules.CLOSED, votes_at=rules.STATE)
    assert policies.may_take_state_vote(approver, closed)
    assert codes(
        policies.may_take_state_vote(role("author"), closed),
        policies.may_take_state_vote(approver, cycle(votes_at=rules.STATE)),
        policies.may_take_state_vote(approver, cycle(rules.CLOSED)),
    ) == ["not-yours", "wrong-state", "wrong-state"]


def test_points() -> None:
    scored = cycle(rule=templates.SCORES, settled_at=NOW)
    assert policies.may_score(role("coordinator"), scored)
    assert policies.may_close_scores(role("approver"), scored)
    done = cycle(rule=templates.SCORES, settled_at=NOW, scored_at=NOW)
    assert codes(
        policies.may_score(role("clerk"), scored),
        policies.may_score(role("author"), cycle(settled_at=NOW)),
        policies.may_score(role("author"), done),
        policies.may_close_scores(role("author"), scored),
        policies.may_close_scores(role("approver"), done),
    ) == ["not-yours", "not-scoring", "not-scoring", "not-yours", "not-scoring"]
