"""The checks of the loaded house find what they are for, on plain records."""

from pathlib import Path

from tests.house.checks import journal, registry
from tests.house.checks.registry import Relation, Route
from tests.house.checks.tree import Tree
from veche.kernel.columns import personal, public, restricted


def wrong(faults: object) -> list[str]:
    return [f"{fault.where} {fault.wrong}" for fault in faults]  # type: ignore[attr-defined]


def test_relations_down_to_a_commons_and_at_home_pass() -> None:
    assert not wrong(
        registry.relations(
            [
                Relation("polls", "Question", "poll", "polls", "Poll"),
                Relation("polls", "Poll", "place", "places", "Place"),
                Relation("identity", "Person", "home", "places", "Place"),
            ]
        )
    )


def test_relations_to_a_neighbour_or_upwards_are_found() -> None:
    found = [
        Relation("polls", "Poll", "project", "budgeting", "Project"),
        Relation("places", "Place", "owner", "identity", "Person"),
        Relation("audit", "Entry", "norm", "norms", "Norm"),
        Relation("polls", "Poll", "event", "kernel", "OutboxEvent"),
    ]
    assert len(wrong(registry.relations(found))) == len(found)


def test_routes_need_a_policy_that_exists() -> None:
    def known(name: str) -> bool:
        return name.endswith("may_vote")

    found = [
        Route("a/", "polls:index", "public", "v.index"),
        Route("b/", "polls:vote", "polls.policies.may_vote", "v.vote"),
        Route("c/", "polls:open", "", "v.open"),
        Route("d/", "polls:close", "polls.policies.may_dance", "v.close"),
    ]
    assert [line.split()[0] for line in wrong(registry.routes(found, known))] == ["/c/", "/d/"]


def test_route_names_are_words_with_hyphens() -> None:
    found = [
        Route("a/", "polls:close-poll", "public", "v.a"),
        Route("b/", "polls:close_poll", "public", "v.b"),
        Route("c/", "", "public", "v.c"),
    ]
    assert len(wrong(registry.route_names(found))) == 2


def test_columns_are_declared_exactly() -> None:
    declared = {"Poll.id": public("random"), "Poll.gone": public("was shown")}
    found = wrong(registry.declared_columns(["Poll.id", "Poll.title"], declared, "polls"))
    assert found == [
        "polls: Poll.title is not declared",
        "polls: Poll.gone is declared but no such column exists",
    ]


def test_personal_columns_lie_in_identity_with_all_four() -> None:
    whole = personal("sign-in", keep="until erased", export=print, erase=print)
    assert not wrong(registry.personal_columns({"Vault.phone": whole}, "identity"))
    assert wrong(registry.personal_columns({"Poll.phone": whole}, "polls"))
    bare = personal("sign-in", keep="", export=None, erase=print)  # type: ignore[arg-type]
    assert len(wrong(registry.personal_columns({"Vault.phone": bare}, "identity"))) == 2
    assert wrong(registry.personal_columns({"Poll.id": restricted("")}, "polls"))


def test_jobs_declared_registered_and_deferred_are_the_same() -> None:
    assert not wrong(registry.jobs(["a"], ["a"], ["a"]))
    assert len(wrong(registry.jobs(["a", "b"], ["a", "c"], ["a", "d"]))) == 4


def test_events_are_declared_written_and_listened_to() -> None:
    assert not wrong(registry.events(["a", "b"], ["a", "b"], ["a"]))
    assert len(wrong(registry.events(["a", "x"], ["a", "b"], ["z"]))) == 3


def test_details_that_are_unpacked_are_found(tmp_path: Path) -> None:
    (tmp_path / "veche").mkdir()
    (tmp_path / "veche" / "actions.py").write_text(
        "def act(verb, details):\n"
        '    audit.record("clubs.club_opened", None, 1, **details)\n'
        "    audit.record(verb, None, 1, **details)\n"
    )
    found = list(journal.written(Tree(tmp_path)))
    assert len(wrong(journal.named(found, {"clubs.club_opened": {"size"}}))) == 2


def test_details_apart_from_their_kind_are_found(tmp_path: Path) -> None:
    (tmp_path / "veche").mkdir()
    (tmp_path / "veche" / "actions.py").write_text(
        "def act(verb, reason):\n"
        "    audit.record(verb, None, 1, size=2)\n"
        "    audit.record(verb, None, 1, reason=reason)\n"
        '    act(verb="clubs.club_opened")\n'
    )
    found = list(journal.written(Tree(tmp_path)))
    assert len(wrong(journal.named(found, {"clubs.club_opened": {"size"}}))) == 1


def test_names_beside_a_residents_mind_are_found(tmp_path: Path) -> None:
    (tmp_path / "veche").mkdir()
    (tmp_path / "veche" / "actions.py").write_text(
        "def act(person, row):\n"
        '    audit.record("clubs.club_liked", person.id, 1)\n'
        '    audit.record("clubs.club_liked", None, 1)\n'
        '    audit.record("clubs.club_liked", speaker(person, row), 1)\n'
        '    audit.record("clubs.club_opened", person.id, 1)\n'
        '    yield DemoAct(row.at, "clubs.club_liked", person, 1)\n'
    )
    assert len(wrong(journal.signed(Tree(tmp_path), {"clubs.club_liked"}))) == 2


def test_kinds_without_a_name_are_found(tmp_path: Path) -> None:
    (tmp_path / "veche").mkdir()
    (tmp_path / "veche" / "actions.py").write_text(
        'KINDS = {1: "clubs.club_closed"}\n'
        "def act(verb, kind, one):\n"
        '    audit.record("clubs.club_opened", None, 1, size=2)\n'
        "    audit.record(KINDS[one], None, 1)\n"
        "    audit.record(verb, None, 1)\n"
        '    save(verb="clubs.club_moved")\n'
        '    audit.record(f"clubs.{kind}", None, 1)\n'
    )
    found = list(journal.written(Tree(tmp_path)))
    assert sorted(one.kind for one in found) == [
        "",
        "clubs.club_closed",
        "clubs.club_moved",
        "clubs.club_opened",
    ]
    acts = {"clubs.club_opened": {"size"}, "clubs.club_closed": set[str]()}
    assert len(wrong(journal.named(found, acts | {"clubs.club_moved": set()}))) == 1
    assert len(wrong(journal.named(found, acts))) == 2
    assert len(wrong(journal.named(found, {**acts, "clubs.club_opened": set()}))) == 3
    assert len(wrong(journal.named(found, acts | {"clubs.idle": set()}))) == 3
