"""Sizes, names, words and docstrings."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tests.house.checks.tree import App, Fault, Tree, functions, is_migration, is_test, role

LINES_MAX = 500
COLUMNS_MAX = 100
# A message is one part from its first tag to its last.
WHOLE_PART = re.compile(r"{% blocktrans.*?{% endblocktrans.*?%}|{%.*?%}|{{.*?}}|\S+")
# Words of the screen stand in tags, which Django reads only when they are on one line.
TEMPLATE_COLUMNS_MAX = 120
FUNCTION_LINES_MAX = 70
COMPLEXITY_MAX = 8
BRIDGE_LINES_MAX = 100
SETTINGS_LINES_MAX = 400
SIZED = (".py", ".ts", ".css", ".html")
SIZED_FOLDERS = ("veche", "tests", "tools", "frontend")
BANNED_MODULES = frozenset({"utils", "helpers", "common", "misc", "base", "core", "tools"})
DOCUMENTED_ROLES = frozenset({"actions", "policies", "rules", "queries", "public"})
VAGUE_CLASS = re.compile(r"(Service|Manager|Helper|Util|Utils)$")
UNFINISHED = re.compile(r"\b(TO" "DO|FIX" "ME|XX" "X|HA" r"CK)\b")
CYRILLIC = re.compile("[а-яА-ЯёЁ]")
# What may be Russian in an English comment: a word of the screen, the number of a law.
QUOTED = re.compile(r"«[^»]*»|\b№?\s*\d+-(ФЗ|ФКЗ)\b|ГОСТ(?:\s+Р)?|\bст\. \d+")
DECISIONS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)


def long_files(tree: Tree) -> Iterator[Fault]:
    for path in tree.ending(*SIZED, under=SIZED_FOLDERS):
        name = tree.name(path)
        limit = LINES_MAX
        if name.startswith("veche/bridges/"):
            limit = BRIDGE_LINES_MAX
        elif name == "veche/config/settings.py":
            limit = SETTINGS_LINES_MAX
        count = len(tree.text(path).splitlines())
        if count > limit:
            yield Fault(
                name,
                f"{count} lines, at most {limit}",
                "make it a package of the same name, one verb or one page per file",
            )


def wide_lines(tree: Tree) -> Iterator[Fault]:
    """A template's tag and a link cannot be broken, so lines that are one such are let be."""
    for path in tree.ending(*SIZED, under=SIZED_FOLDERS):
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            limit = TEMPLATE_COLUMNS_MAX if path.suffix == ".html" else COLUMNS_MAX
            if len(line) > limit and not is_unbreakable(line, path.suffix):
                yield Fault(
                    tree.place(path, number),
                    f"{len(line)} columns, at most {limit}",
                    "break the line",
                )


def is_unbreakable(line: str, suffix: str) -> bool:
    if suffix == ".html":
        longest = max((len(part) for part in WHOLE_PART.findall(line)), default=0)
        return longest > COLUMNS_MAX // 2
    return bool(re.match(r"\s*(#|//|\*|\")?\s*\S*https?://\S+\s*$", line))


def long_functions(tree: Tree) -> Iterator[Fault]:
    for path in tree.python(*SIZED_FOLDERS):
        for function in functions(tree.nodes(path)):
            count = (function.end_lineno or function.lineno) - function.lineno + 1
            if count > FUNCTION_LINES_MAX:
                yield Fault(
                    tree.place(path, function.lineno),
                    f"`{function.name}` has {count} lines, at most {FUNCTION_LINES_MAX}",
                    "split it by what it does",
                )


def knotted_functions(tree: Tree) -> Iterator[Fault]:
    for path in tree.python("veche", "tools"):
        for function in functions(tree.nodes(path)):
            found = complexity(function)
            if found > COMPLEXITY_MAX:
                yield Fault(
                    tree.place(path, function.lineno),
                    f"`{function.name}` has complexity {found}, at most {COMPLEXITY_MAX}",
                    "name the branches as functions, or make them a table",
                )


def complexity(function: ast.AST) -> int:
    """McCabe's number as ruff counts it: one, and one for each branching statement."""
    total = 1
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        total += isinstance(node, DECISIONS)
        waiting.extend(ast.iter_child_nodes(node))
    return total


def banned_names(tree: Tree) -> Iterator[Fault]:
    """A name must say what is inside."""
    for path in tree.python():
        own = path.parent.name if path.name == "__init__.py" else path.stem
        # Django finds a database backend by the module name `base`.
        if own in BANNED_MODULES and tree.name(path) != "veche/kernel/database/base.py":
            yield Fault(tree.name(path), f"a module named `{own}`", "name it by what it holds")
        for node in tree.nodes(path):
            if isinstance(node, ast.ClassDef) and VAGUE_CLASS.search(node.name):
                yield Fault(
                    tree.place(path, node.lineno),
                    f"class `{node.name}` has a name that fits anything",
                    "name what it is; verbs are functions",
                )
            if isinstance(node, ast.FunctionDef) and re.match("do_[a-z]", node.name):
                yield Fault(tree.place(path, node.lineno), f"`{node.name}`", "name the verb itself")


def unfinished(tree: Tree) -> Iterator[Fault]:
    folders = (*SIZED_FOLDERS, "docs")
    for path in tree.ending(*SIZED, ".md", ".toml", ".sql", under=folders):
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            if UNFINISHED.search(line):
                yield Fault(
                    tree.place(path, number),
                    "unfinished work is marked in the tree",
                    "finish it, or file an issue",
                )


def english_comments(tree: Tree) -> Iterator[Fault]:
    """Code speaks English; words of the screen stand in «guillemets»."""
    for path in tree.python("veche", "tests", "tools"):
        for number, text in [*_comments(tree.text(path)), *_docstrings(tree.nodes(path))]:
            if CYRILLIC.search(QUOTED.sub("", text)):
                yield Fault(
                    tree.place(path, number),
                    "Russian in a comment or docstring",
                    "write English; quote words of the screen in «guillemets»",
                )


def documented_functions(tree: Tree) -> Iterator[Fault]:
    """Public functions of the parts that others read have a docstring of at least a line."""
    for path in tree.python():
        if is_test(path) or role(tree, path) not in DOCUMENTED_ROLES:
            continue
        for node in tree.syntax(path).body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name[0] == "_":
                continue
            if not ast.get_docstring(node):
                yield Fault(
                    tree.place(path, node.lineno),
                    f"`{node.name}` has no docstring",
                    "say in one line what it promises; units, errors and source where it computes",
                )


def policy_names(tree: Tree) -> Iterator[Fault]:
    """Public policies are called `may_…` and say so in one word everywhere."""
    for path in tree.python():
        if is_test(path) or role(tree, path) != "policies" or path.name == "__init__.py":
            continue
        for node in tree.syntax(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith(("_", "may_")):
                yield Fault(
                    tree.place(path, node.lineno),
                    f"policy `{node.name}`",
                    "name it may_<verb>_<noun>, after the action; begin a part of one with `_`",
                )


def event_shapes(tree: Tree) -> Iterator[Fault]:
    """Events are frozen dataclasses with a docstring and a `kind` that begins with their app."""
    for path in tree.python():
        app = tree.app_of(path)
        if is_test(path) or app is None or role(tree, path) != "events":
            continue
        for node in tree.syntax(path).body:
            if isinstance(node, ast.ClassDef):
                yield from _event_faults(tree.place(path, node.lineno), app, node)


def _event_faults(where: str, app: App, node: ast.ClassDef) -> Iterator[Fault]:
    if "frozen=True" not in " ".join(ast.unparse(one) for one in node.decorator_list):
        yield Fault(where, f"event `{node.name}` can change", "add @dataclass(frozen=True)")
    if not ast.get_docstring(node):
        yield Fault(where, f"event `{node.name}` has no docstring", "say when it happens")
    kinds = [
        ast.unparse(item.value).strip("'\"")
        for item in node.body
        if isinstance(item, ast.Assign | ast.AnnAssign)
        and item.value is not None
        and "kind" in ast.unparse(item).split("=")[0]
    ]
    if not any(kind.startswith(f"{app.label}.") for kind in kinds):
        yield Fault(
            where,
            f"event `{node.name}` does not name its kind",
            f'add `kind: ClassVar[str] = "{app.label}.<what_happened>"`',
        )


def _comments(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _docstrings(nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found = ast.get_docstring(node, clean=False)
            if found:
                yield node.body[0].lineno, found


def documented_modules(tree: Tree) -> Iterator[Fault]:
    """A module with anything in it begins with what it is for."""
    for path in tree.python("veche", "tools"):
        syntax = tree.syntax(path)
        if is_test(path) or is_migration(path) or path.name in ("__init__.py", "apps.py"):
            continue
        if syntax.body and not ast.get_docstring(syntax):
            yield Fault(tree.name(path), "no module docstring", "say in one line what is inside")


CHECKS = (
    long_files,
    wide_lines,
    long_functions,
    knotted_functions,
    banned_names,
    unfinished,
    english_comments,
    documented_functions,
    documented_modules,
    policy_names,
    event_shapes,
)
