"""The checks of the loaded house find what they are for, on plain records."""

from tests.house.checks import registry
from tests.house.checks.registry import Relation, Route
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
