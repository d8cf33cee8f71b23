"""Words of the screen: each can be translated, so none stands bare in the sources."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.checks.templates import blanked_comments, line_of
from tests.house.checks.tree import Fault, Tree, dotted, is_migration, is_test

CYRILLIC_WORD = re.compile("[а-яё]{2,}", re.I)
TRANSLATORS = frozenset(
    {
        "_",
        "gettext",
        "gettext_lazy",
        "gettext_noop",
        "ngettext",
        "ngettext_lazy",
        "pgettext",
        "pgettext_lazy",
        "npgettext",
        "npgettext_lazy",
    }
)
# The terminal speaks to the operator before any language is chosen; the demo is a Russian town.
EXEMPT = re.compile(
    r"^veche/(config|kernel/embedded_postgres)/|^veche/commons/towns/(provision|middleware)\.py$"
    r"|/demo(/|\.py$|_\w+\.py$)|/management/"
)
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.S)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)
EXCUSE = "# not shown: "
SIMPLE_STATEMENTS = (ast.Assign, ast.AnnAssign, ast.Return, ast.Expr, ast.Raise)
WHOLE_MODULE = re.compile(r"^# not shown in this module: \S", re.M)
MARKED = re.compile(r"_\((\"[^\"]*\"|'[^']*')\)")


def bare_words_in_code(tree: Tree) -> Iterator[Fault]:
    """A Russian string is an argument of gettext, or said to be data that nobody is shown."""
    for path in tree.python():
        if is_test(path) or is_migration(path) or EXEMPT.search(tree.name(path)):
            continue
        if WHOLE_MODULE.search(tree.text(path)):
            continue
        syntax = tree.syntax(path)
        passed = _passed_over(syntax)
        for node in ast.walk(syntax):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if id(node) in passed or not CYRILLIC_WORD.search(node.value):
                continue
            if not _is_excused(tree, path, node):
                yield Fault(
                    tree.place(path, node.lineno),
                    f"«{node.value[:40]}» cannot be translated",
                    "wrap it in gettext; data that nobody reads: `# not shown: why` on the line "
                    "or above its statement, `# not shown in this module: why` for a whole file",
                )


def _passed_over(syntax: ast.Module) -> set[int]:
    """Docstrings, and everything inside a call of gettext."""
    passed: set[int] = set()
    for node in ast.walk(syntax):
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in TRANSLATORS:
            passed |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))
    return passed


def _is_excused(tree: Tree, path: Path, node: ast.Constant) -> bool:
    """Whether the line, or the comment over its statement, says that nobody is shown it."""
    lines = tree.text(path).splitlines()
    if EXCUSE in lines[node.lineno - 1]:
        return True
    return any(
        isinstance(statement, SIMPLE_STATEMENTS)
        and 1 < statement.lineno <= node.lineno <= (statement.end_lineno or 0)
        and EXCUSE in lines[statement.lineno - 2]
        for statement in tree.nodes(path)
    )


def bare_words_in_templates(tree: Tree) -> Iterator[Fault]:
    """Russian text of a template stands inside a translation tag."""
    for path in tree.ending(".html", ".txt", under=["veche"]):
        if "templates" not in path.parts:
            continue
        text = BLOCK.sub(_blank, blanked_comments(tree.text(path)))
        for match in TAG.finditer(text):
            if re.match(r"{%\s*trans(late)?\b", match[0]):
                continue
            if CYRILLIC_WORD.search(MARKED.sub("", match[0])):
                yield _bare(tree, path, text, match.start(), match[0])
        plain = TAG.sub(_blank, text)
        for match in CYRILLIC_WORD.finditer(plain):
            yield _bare(tree, path, plain, match.start(), match[0])


def _bare(tree: Tree, path: Path, text: str, position: int, words: str) -> Fault:
    return Fault(
        tree.place(path, line_of(text, position)),
        f"«{words[:40]}» cannot be translated",
        'use {% translate %} or {% blocktranslate trimmed %}; in an argument _("…")',
    )


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def bare_words_in_scripts(tree: Tree) -> Iterator[Fault]:
    """A script takes its words from the page: data-… attributes, filled by the template."""
    for path in tree.ending(".ts", under=["frontend"]):
        if "tests" in path.parts:
            continue
        text = re.sub(r"/\*.*?\*/|//[^\n]*", _blank, tree.text(path), flags=re.S)
        for match in CYRILLIC_WORD.finditer(text):
            yield Fault(
                tree.place(path, line_of(text, match.start())),
                f"«{match[0]}» in a script cannot be translated",
                "write it in the template as a data-… attribute and read it from there",
            )


CHECKS = (bare_words_in_code, bare_words_in_templates, bare_words_in_scripts)
