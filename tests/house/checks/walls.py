"""Walls that import-linter does not see: what a module may do, not only what it may import."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.checks.tree import Fault, Tree, dotted, functions, is_migration, is_test, role

FACES = frozenset({"public", "events"})
# The shell also loads the demo, and compares the digest of migrations before Django is up.
SHELL_FACES = FACES | {"manifest", "urls", "api", "apps", "middleware", "demo", "digest"}
WATCHING_ROLES = frozenset({"views", "api", "forms", "manifest", "urls", "templatetags"})
# The kernel makes the one shape; an unknown host has no town whose page could show it.
ANSWERING = ("veche/kernel/", "veche/commons/towns/middleware.py")
PURE_FOREIGNERS = frozenset({"numpy"})


def lazy_imports(tree: Tree) -> Iterator[Fault]:
    """Imports inside functions hide a cycle; there are none."""
    for path in tree.python("veche", "tools"):
        for function in functions(tree.nodes(path)):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield Fault(
                        tree.place(path, node.lineno),
                        f"import inside the function `{function.name}`",
                        "move it to the top; if that makes a cycle, split the module",
                    )


def loading_by_name(tree: Tree) -> Iterator[Fault]:
    """Only the composition root loads modules by a string."""
    for path in tree.python():
        if is_test(path) or tree.name(path).startswith("veche/config/"):
            continue
        for node in tree.nodes(path):
            if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in (
                "import_module",
                "__import__",
                "import_string",
            ):
                yield Fault(
                    tree.place(path, node.lineno),
                    "a module is loaded by its name",
                    "import it, or let veche/config hand the object over through a manifest",
                )


def faces(tree: Tree) -> Iterator[Fault]:
    """Another app is entered only by `public` and `events`; the shell also sees manifests."""
    for path in tree.python():
        own = tree.app_of(path)
        floor = tree.name(path).split("/")[1].removesuffix(".py")
        allowed = SHELL_FACES if floor in ("config", "portal") else FACES
        for line, module in imported_modules(tree, path):
            target = next((a for a in tree.apps if f"{module}.".startswith(f"{a.module}.")), None)
            if target is None or target == own or target.label == "portal":
                continue
            inner = module.removeprefix(target.module).strip(".")
            if is_test(path) and inner.startswith("tests.makers"):
                continue
            if role(tree, path) == "demo" and inner.split(".")[0] == "demo":
                continue
            if inner.split(".")[0] not in allowed:
                yield Fault(
                    tree.place(path, line),
                    f"`{module}` is inside {target.label}, not its face",
                    f"use {target.module}.public (plain values), or add there what is missing",
                )


def imported_modules(tree: Tree, path: Path) -> Iterator[tuple[int, str]]:
    """Each import of the package's own modules: the line and the module it reaches."""
    module = tree.module(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in tree.nodes(path):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            left = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
            source = ".".join(filter(None, [left, node.module or ""]))
            for name in node.names:
                inner = f"{source}.{name.name}"
                as_path = tree.root.joinpath(*inner.split("."))
                exists = as_path.is_dir() or as_path.with_suffix(".py").is_file()
                yield node.lineno, inner if exists else source


def signals(tree: Tree) -> Iterator[Fault]:
    """Domain logic follows calls and events that can be read, not signals."""
    for path in tree.python():
        for line, module in imported_modules(tree, path):
            if module.startswith(("django.db.models.signals", "django.dispatch")):
                yield Fault(
                    tree.place(path, line),
                    f"`{module}` is a signal",
                    "call the action, or put an event into the outbox",
                )


def save_overrides(tree: Tree) -> Iterator[Fault]:
    """A model has no verbs: `save` and `delete` stay Django's own."""
    for path in tree.python():
        if role(tree, path) != "models" and path.stem != "models":
            continue
        for node in tree.nodes(path):
            if not isinstance(node, ast.ClassDef):
                continue
            for item in node.body:
                if isinstance(item, ast.FunctionDef) and item.name in ("save", "delete", "clean"):
                    yield Fault(
                        tree.place(path, item.lineno),
                        f"{node.name} overrides `{item.name}`",
                        "write an action, and a database constraint for what must always hold",
                    )


def generic_relations(tree: Tree) -> Iterator[Fault]:
    """A generic key points anywhere, so no wall and no constraint can hold it."""
    for path in tree.python():
        for node in tree.nodes(path):
            name = dotted(node).rpartition(".")[2]
            is_import = isinstance(node, ast.ImportFrom) and "contenttypes" in (node.module or "")
            if is_import or name in ("GenericForeignKey", "GenericRelation"):
                yield Fault(
                    tree.place(path, getattr(node, "lineno", None)),
                    "a generic relation",
                    "keep a plain UUID and the kind, or a table per kind",
                )


def objects_in_views(tree: Tree) -> Iterator[Fault]:
    """What a person may see is decided in queries; views only ask them."""
    for path in tree.python():
        if is_test(path) or role(tree, path) not in WATCHING_ROLES:
            continue
        for node in tree.nodes(path):
            if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
                yield Fault(
                    tree.place(path, node.lineno),
                    f"`.{node.attr}` in {role(tree, path)}",
                    "add a query to queries.py that takes the person, and call it",
                )


def pure_rules(tree: Tree) -> Iterator[Fault]:
    """`rules.py` is arithmetic: it imports the standard library, numpy, its own package, and what
    of the kernel imports nothing but the standard library itself."""
    for path in tree.python():
        app = tree.app_of(path)
        if is_test(path) or app is None or role(tree, path) != "rules":
            continue
        for line, module in imported_modules(tree, path):
            top = module.split(".")[0]
            own = module.startswith((f"{app.module}.rules", f"{app.module}.events"))
            known = own or top in sys.stdlib_module_names | PURE_FOREIGNERS
            if not known and not _is_pure_kernel(tree, module):
                yield Fault(
                    tree.place(path, line),
                    f"rules import `{module}`",
                    "pass plain values in; fetch them in queries.py",
                )


def _is_pure_kernel(tree: Tree, module: str) -> bool:
    """A module of the kernel as pure as the rules themselves: arithmetic that several share."""
    parts = module.split(".")
    if parts[:2] != ["veche", "kernel"] or len(parts) < 3:
        return False
    path = tree.root.joinpath(*parts[:3]).with_suffix(".py")
    return path.exists() and all(
        reached.split(".")[0] in sys.stdlib_module_names
        for _line, reached in imported_modules(tree, path)
    )


def own_clock(tree: Tree) -> Iterator[Fault]:
    """One clock for the house, so that tests can set it and all instants are UTC."""
    watches = {"datetime.now", "datetime.utcnow", "date.today", "timezone.now", "datetime.today"}
    for path in tree.python():
        if is_test(path) or is_migration(path) or path.stem == "clock":
            continue
        for node in tree.nodes(path):
            if isinstance(node, ast.Call):
                tail = ".".join(dotted(node.func).split(".")[-2:])
                if tail in watches:
                    yield Fault(
                        tree.place(path, node.lineno),
                        f"`{tail}()` reads another clock",
                        "use veche.kernel.clock",
                    )


def keyword_only_actions(tree: Tree) -> Iterator[Fault]:
    """An action takes the actor first and the rest by name: ids cannot change places."""
    for path in tree.python("veche/domains"):
        if is_test(path) or role(tree, path) != "actions":
            continue
        for node in tree.syntax(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if len(node.args.args) + len(node.args.posonlyargs) > 1:
                yield Fault(
                    tree.place(path, node.lineno),
                    f"`{node.name}` takes more than the actor by position",
                    "put `*,` after the actor",
                )


def one_error_shape(tree: Tree) -> Iterator[Fault]:
    """Refusals are raised as Problems; the kernel alone makes answers of them."""
    own_shapes = {
        "Http404",
        "PermissionDenied",
        "HttpError",
        "HttpResponseBadRequest",
        "HttpResponseForbidden",
        "HttpResponseNotFound",
        "HttpResponseServerError",
    }
    for path in tree.python():
        if is_test(path) or tree.name(path).startswith(ANSWERING):
            continue
        for node in tree.nodes(path):
            if not isinstance(node, ast.Call | ast.Raise):
                continue
            target = node.func if isinstance(node, ast.Call) else (node.exc or node)
            name = dotted(target).rpartition(".")[2]
            if name in own_shapes or (name == "JsonResponse" and _refuses(node)):
                yield Fault(
                    tree.place(path, node.lineno),
                    f"`{name}` is an error of another shape",
                    "raise a Problem of veche.kernel.errors: NotFound, Refused, Conflict, Invalid",
                )


def _refuses(node: ast.AST) -> bool:
    """Whether an answer is made with a status of 400 or more."""
    return any(
        isinstance(part, ast.keyword)
        and part.arg == "status"
        and isinstance(part.value, ast.Constant)
        and isinstance(part.value.value, int)
        and part.value.value >= 400
        for part in ast.walk(node)
    )


CHECKS = (
    lazy_imports,
    loading_by_name,
    faces,
    signals,
    save_overrides,
    generic_relations,
    objects_in_views,
    pure_rules,
    own_clock,
    keyword_only_actions,
    one_error_shape,
)
