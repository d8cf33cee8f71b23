"""Relations, columns, jobs and events of the loaded house."""

import ast
import dataclasses
import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import AppConfig, apps
from django.db.models import Model

from tests.house.checks import journal, registry
from tests.house.checks.tree import Fault, Tree, assert_none, dotted, is_test
from veche.kernel.columns import Column
from veche.kernel.jobs import registered
from veche.kernel.manifest import Manifest
from veche.kernel.outbox import _consumers


def own_apps() -> list[AppConfig]:
    return [config for config in apps.get_app_configs() if config.name.startswith("veche.")]


def part(config: AppConfig, name: str) -> object | None:
    """The module `name` of an app, when it has one."""
    full = f"{config.name}.{name}"
    return importlib.import_module(full) if importlib.util.find_spec(full) else None


def manifests() -> Iterator[tuple[str, Manifest]]:
    for config in own_apps():
        module = part(config, "manifest")
        if config.label != "kernel" and module is not None:
            yield config.label, module.MANIFEST  # type: ignore[attr-defined]


def columns_of(model: type[Model]) -> list[str]:
    meta = model._meta
    fields = [*meta.local_concrete_fields, *meta.local_many_to_many]
    return [f"{model.__name__}.{field.name}" for field in fields]


def test_relations_stay_at_home_or_point_to_a_lower_commons() -> None:
    found = [
        registry.Relation(
            config.label,
            model.__name__,
            field.name,
            field.related_model._meta.app_label,
            field.related_model.__name__,
        )
        for config in own_apps()
        for model in config.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
    ]
    assert_none(registry.relations(found))


@pytest.mark.parametrize("config", own_apps(), ids=lambda config: config.label)
def test_every_column_is_declared(config: AppConfig) -> None:
    columns = [name for model in config.get_models() for name in columns_of(model)]
    declared: dict[str, Column] = getattr(part(config, "columns"), "COLUMNS", {})
    assert_none(
        [
            *registry.declared_columns(columns, declared, config.label),
            *registry.personal_columns(declared, config.label),
        ]
    )


def test_every_app_has_a_manifest_with_its_own_slug() -> None:
    labels = {config.label for config in own_apps() if config.name.startswith("veche.domains.")}
    slugs = {label: manifest.slug for label, manifest in manifests()}
    missing = [
        Fault(f"veche/domains/{label}", "has no manifest.py", "write MANIFEST = Manifest(…)")
        for label in sorted(labels - slugs.keys())
    ]
    other = [
        Fault(f"{label}/manifest.py", f"slug is `{slug}`", f"the slug is the folder: {label}")
        for label, slug in slugs.items()
        if slug != label
    ]
    assert_none([*missing, *other])


def test_jobs_are_declared_registered_and_deferred(house: Tree) -> None:
    declared = {name for _, manifest in manifests() for name in manifest.jobs}
    assert_none(registry.jobs(declared, of_apps(registered()), of_apps(deferred_jobs(house))))


def test_what_is_forgotten_in_time_is_told_as_kept_for_a_while() -> None:
    """One list for whoever answers for data and for the doctor: no job forgets beside it."""
    forgetting = {name for name in of_apps(registered()) if ".forget_" in name}
    told = {rule.job for _, manifest in manifests() for rule in manifest.retained}
    assert len(forgetting) > 4
    assert forgetting <= told


def of_apps(names: Iterable[str]) -> set[str]:
    """The kernel has no manifest, and no shell to show it to: its jobs are its own."""
    return {name for name in names if not name.startswith("kernel.")}


def deferred_jobs(house: Tree) -> set[str]:
    """Names given to `defer`, and the jobs that are periodic."""
    found: set[str] = set()
    for path in house.python():
        if is_test(path):
            continue
        for node in house.nodes(path):
            if isinstance(node, ast.Call) and node.args:
                name = dotted(node.func).rpartition(".")[2]
                first = node.args[0]
                if name in ("defer", "periodic", "retained") and isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_events_are_declared_and_heard() -> None:
    kinds: list[Any] = [event for _, manifest in manifests() for event in manifest.events]
    declared = {event.kind for event in kinds}
    written = {
        item.kind
        for config in own_apps()
        for item in vars(part(config, "events") or object).values()
        if dataclasses.is_dataclass(item) and hasattr(item, "kind")
        if getattr(item, "__module__", "") == f"{config.name}.events"
    }
    listened = {kind for _, manifest in manifests() for kind in manifest.listens} | set(_consumers)
    assert_none(registry.events(declared, written, listened))


def test_whatever_the_journal_is_given_has_a_name(house: Tree) -> None:
    """The journal is read by people: no code of ours, no name of a column."""
    acts = {
        kind: set(act.details) for _, manifest in manifests() for kind, act in manifest.acts.items()
    }
    found = list(journal.written(house))
    assert len(found) > 90
    assert_none(journal.named(found, acts))


def test_a_residents_mind_is_recorded_without_a_name(house: Tree) -> None:
    """Support, thanks, marks, arguments: the journal is read by officials who know people's ids."""
    nameless = {
        kind
        for _, manifest in manifests()
        for kind, act in manifest.acts.items()
        if act.is_nameless
    }
    assert len(nameless) > 30
    assert_none(journal.signed(house, nameless))


def test_a_duty_is_something_the_journal_is_given() -> None:
    for label, manifest in manifests():
        assert manifest.duties.keys() <= manifest.acts.keys(), label
        assert all(kind.startswith(f"{label}.") for kind in manifest.acts), label


def test_policies_are_declared_in_the_manifest(house: Tree) -> None:
    """A manifest names all policies of its domain, so that a town can be shown who may do what."""
    faults = []
    for config in own_apps():
        module = part(config, "policies")
        if not config.name.startswith("veche.domains.") or module is None:
            continue
        written = {name for name in vars(module) if name.startswith("may_")}
        manifest: Manifest = part(config, "manifest").MANIFEST  # type: ignore[attr-defined]
        declared = {policy.__name__ for policy in manifest.policies}
        faults += [
            Fault(f"{config.label}: {name}", "is not in the manifest", "add it to `policies`")
            for name in sorted(written - declared)
        ]
    assert_none(faults)
