"""Constructions behind whole classes of holes: injected SQL, stored scripts, open redirects."""

import ast
import re
from collections.abc import Iterator

from tests.house.checks.tree import Fault, Tree, calls, dotted, is_migration, is_test, last_name

SQL_CALLS = frozenset({"execute", "executemany", "raw", "extra", "RawSQL", "RunSQL"})
# Turns any address into one of this site.
CHECKED = "local_path"
TRUSTED_MARKUP = ("veche/kernel/", "veche/portal/")


def built_sql(tree: Tree) -> Iterator[Fault]:
    """SQL is a literal with parameters, or composed by psycopg.sql."""
    for path in tree.python():
        if is_test(path) or is_migration(path):
            continue
        for call in calls(tree.nodes(path), *SQL_CALLS):
            excused = "noqa: S608 -- " in tree.line(path, call.lineno)
            if call.args and is_glued_text(call.args[0]) and not excused:
                yield Fault(
                    tree.place(path, call.lineno),
                    "SQL glued together from strings",
                    "pass parameters; compose names with psycopg.sql.Identifier; where it is a "
                    "choice of constants, say so: `# noqa: S608 -- why`",
                )


def is_glued_text(node: ast.expr) -> bool:
    """Whether an expression builds text: f-string, `+`, `%`, `.format`."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "format" and isinstance(
            node.func.value, ast.Constant | ast.JoinedStr
        )
    return False


def chosen_order(tree: Tree) -> Iterator[Fault]:
    """A field name that came with a request never reaches ORDER BY or a filter's name."""
    for path in tree.python():
        for call in calls(tree.nodes(path), "order_by"):
            if any(_reads_request(argument) for argument in call.args):
                yield Fault(
                    tree.place(path, call.lineno),
                    "the order comes from the request",
                    "choose from a dict of allowed orders",
                )


def trusted_markup(tree: Tree) -> Iterator[Fault]:
    """Markup is trusted in the kernel and the portal alone, after nh3."""
    for path in tree.python():
        if tree.name(path).startswith(TRUSTED_MARKUP) or is_test(path):
            continue
        for call in calls(tree.nodes(path), "mark_safe", "SafeString"):
            yield Fault(
                tree.place(path, call.lineno),
                "text is declared safe markup",
                "use format_html, or the kernel's Markdown renderer",
            )


def trusted_markup_in_templates(tree: Tree) -> Iterator[Fault]:
    """Templates escape everything."""
    for path in tree.ending(".html", under=["veche"]):
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            if re.search(r"\|\s*(safe|safeseq)\b|{%\s*autoescape\s+off", line):
                yield Fault(
                    tree.place(path, number),
                    "escaping is switched off",
                    "pass markup made by format_html or the kernel's Markdown renderer",
                )


def open_redirects(tree: Tree) -> Iterator[Fault]:
    """A redirect never takes its address straight from the request."""
    for path in tree.python():
        for call in calls(tree.nodes(path), "redirect", "HttpResponseRedirect"):
            told = [part for part in call.args if last_name(getattr(part, "func", part)) != CHECKED]
            if any(_reads_request(argument) for argument in told):
                yield Fault(
                    tree.place(path, call.lineno),
                    "a redirect to an address given by the visitor",
                    "pass it through identity.public.local_path first",
                )


def dangerous_calls(tree: Tree) -> Iterator[Fault]:
    """No pickles, no eval, no shell, no views without protection from forgery."""
    banned = {
        "eval": "parse what is needed",
        "exec": "call a function",
        "pickle.loads": "use JSON",
        "pickle.load": "use JSON",
        "yaml.load": "use JSON",
        "os.system": "use subprocess.run with a list",
        "csrf_exempt": "send the token; the API checks its own",
    }
    for path in tree.python():
        if is_test(path):
            continue
        for node in tree.nodes(path):
            name = dotted(node.func) if isinstance(node, ast.Call) else dotted(node)
            if name in banned and isinstance(node, ast.Call | ast.Name | ast.Attribute):
                yield Fault(tree.place(path, node.lineno), f"`{name}`", banned[name])
            if isinstance(node, ast.keyword) and node.arg == "shell":
                yield Fault(tree.place(path, node.lineno), "a shell", "pass a list of arguments")


def _reads_request(node: ast.expr) -> bool:
    """Whether the expression reads GET, POST, COOKIES or headers of a request."""
    return any(
        isinstance(part, ast.Attribute)
        and part.attr in ("GET", "POST", "COOKIES", "headers", "META")
        for part in ast.walk(node)
    )


CHECKS = (
    built_sql,
    chosen_order,
    trusted_markup,
    trusted_markup_in_templates,
    open_redirects,
    dangerous_calls,
)
