"""Templates: whose parts they take, where they point, and what a strict policy forbids."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tests.house.checks.tree import App, Fault, Tree

TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", re.S)
TAKES = re.compile(r"{%\s*(include|extends)\s+(\S+?)\s*(?:%}|\s)")
POINTS = re.compile(r"{%\s*url\s+(\S+)")
SENTENCE = re.compile(r"{%\s*blocktranslate\b.*?%}(.*?){%\s*endblocktranslate\s*%}", re.S)
WORKED_OUT = re.compile(r"{{[^}]*[|.][^}]*}}")
FORGERY_MARK = "csrftokenishere"
ASKING_ATTRIBUTES = frozenset({"hx-post", "hx-put", "hx-patch", "hx-delete"})


def templates_of(tree: Tree) -> Iterator[tuple[App, Path]]:
    for path in tree.ending(".html", under=["veche"]):
        app = tree.app_of(path)
        if app is not None and "templates" in path.parts:
            yield app, path


def own_folder(tree: Tree) -> Iterator[Fault]:
    """Templates lie in a folder with the app's name, or two apps would shadow each other."""
    for app, path in templates_of(tree):
        inner = path.parts[path.parts.index("templates") + 1 :]
        if inner[0] != app.label and app.label != "portal":
            yield Fault(
                tree.name(path),
                f"lies outside templates/{app.label}/",
                f"move it to templates/{app.label}/",
            )


def taken_parts(tree: Tree) -> Iterator[Fault]:
    """A template includes and extends its own and the portal's."""
    for app, path in templates_of(tree):
        text = blanked_comments(tree.text(path))
        for match in TAKES.finditer(text):
            where = tree.place(path, line_of(text, match.start()))
            literal = re.fullmatch(r"[\"'](.+)[\"']", match[2])
            if literal is None:
                if app.label != "portal":
                    yield Fault(
                        where,
                        f"{match[1]} of a template named by a variable",
                        "name it literally, one branch for each",
                    )
            elif literal[1].split("/")[0] not in (app.label, "portal"):
                yield Fault(
                    where,
                    f"takes `{literal[1]}` from another app",
                    "make it a part of the portal, or render it through that app's public.py",
                )


def named_addresses(tree: Tree) -> Iterator[Fault]:
    """`{% url %}` names own addresses, the portal's, or those of a commons."""
    commons = {app.label for app in tree.apps if app.floor == "commons"}
    for app, path in templates_of(tree):
        text = blanked_comments(tree.text(path))
        for match in POINTS.finditer(text):
            where = tree.place(path, line_of(text, match.start()))
            literal = re.fullmatch(r"[\"'](.+)[\"']", match[1])
            if literal is None:
                continue  # the name comes from a manifest, as in navigation
            space = literal[1].partition(":")[0] if ":" in literal[1] else ""
            if space not in commons | {app.label, "portal"}:
                yield Fault(
                    where,
                    f"`{literal[1]}` is not an address of {app.label}, the portal or a commons",
                    "write `app:name`; a domain's address comes from its manifest or its public.py",
                )


def strict_policy(tree: Tree) -> Iterator[Fault]:
    """The page runs under a strict content policy: nothing inline, nothing from elsewhere."""
    for path in tree.ending(".html", under=["veche"]):
        text = blanked(tree.text(path))
        for element in elements(text):
            where = tree.place(path, element.line)
            yield from _inline_faults(where, element)
            for name in ("src", "href", "action", "srcset"):
                address = element.attributes.get(name, "")
                takes = element.tag in ("script", "img", "link", "iframe", "source", "use", "form")
                if takes and re.match(r"(https?:)?//", address):
                    yield Fault(where, f"{name} leads to another host", "serve the file ourselves")


def _inline_faults(where: str, element: "Element") -> Iterator[Fault]:
    if "style" in element.attributes or element.tag == "style":
        yield Fault(where, "inline style", "use a class; draw figures as SVG geometry")
    is_data = element.attributes.get("type") == "application/json"
    if element.tag == "script" and not element.attributes.get("src") and not is_data:
        yield Fault(where, "inline script", "move it to frontend/; hand data over as data-…")
    for name, value in element.attributes.items():
        if re.match(r"on[a-z]+$|hx-on", name):
            yield Fault(where, f"`{name}` is inline script", "listen in frontend/")
        if (value or "").strip().lower().startswith("javascript:"):
            yield Fault(where, f"`{name}` runs a script", "use a button and listen in frontend/")
        if name.startswith("hx-vals") and (value or "").startswith("js:"):
            yield Fault(where, "`hx-vals` evaluates a script", "use hidden fields")


def guarded_forms(tree: Tree) -> Iterator[Fault]:
    """Each form that posts carries the token, and works without JavaScript."""
    for path in tree.ending(".html", under=["veche"]):
        form: Element | None = None
        guarded = False
        for element in elements(blanked(tree.text(path))):
            if element.tag == "form":
                form, guarded = element, False
            elif element.tag == "/form":
                posts = form is not None and is_posting(form)
                if form is not None and posts and not guarded:
                    yield Fault(
                        tree.place(path, form.line),
                        "a form posts without its token",
                        "put {% csrf_token %} first in the form",
                    )
                form = None
            guarded = guarded or element.tag == FORGERY_MARK
            if ASKING_ATTRIBUTES & element.attributes.keys() and not (form and is_posting(form)):
                yield Fault(
                    tree.place(path, element.line),
                    "sends a request that does nothing without JavaScript",
                    'put it on a form with method="post", or inside one',
                )


def is_posting(form: "Element") -> bool:
    return (form.attributes.get("method") or "").lower() == "post"


def plain_names_in_sentences(tree: Tree) -> Iterator[Fault]:
    """A translated sentence prints nothing for a name that is worked out inside it."""
    for _app, path in templates_of(tree):
        text = blanked_comments(tree.text(path))
        for sentence in SENTENCE.finditer(text):
            for match in WORKED_OUT.finditer(sentence[1]):
                yield Fault(
                    tree.place(path, line_of(text, sentence.start(1) + match.start())),
                    f"`{match[0]}` in a translated sentence",
                    "name it before: {% blocktranslate with name=a.b|filter %}",
                )


def described_images(tree: Tree) -> Iterator[Fault]:
    """Whoever does not see a picture hears what it says."""
    for path in tree.ending(".html", under=["veche"]):
        for element in elements(blanked(tree.text(path))):
            if element.tag == "img" and "alt" not in element.attributes:
                yield Fault(
                    tree.place(path, element.line),
                    "an image without alt",
                    'describe it; alt="" when the text beside says the same',
                )


class Element:
    """A start tag, an end tag (`/form`), or the place of the token."""

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.line = line


def elements(text: str) -> list[Element]:
    """The elements of a page whose template tags are blanked."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.found.append(Element(tag, attributes, self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(Element(f"/{tag}", {}, self.getpos()[0]))

    def handle_data(self, data: str) -> None:
        if FORGERY_MARK in data:
            self.found.append(Element(FORGERY_MARK, {}, self.getpos()[0]))


def blanked(text: str) -> str:
    """The text with its template tags made plain, lines kept, the token's tag kept as a mark."""

    def plain(match: re.Match[str]) -> str:
        if re.match(r"{%\s*csrf_token\s*%}", match[0]):
            return FORGERY_MARK
        return re.sub(r"[^\n]", "x", match[0])

    return TAG.sub(plain, blanked_comments(text))


def blanked_comments(text: str) -> str:
    """The text with comments emptied, lines kept."""
    return COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


CHECKS = (
    own_folder,
    taken_parts,
    named_addresses,
    strict_policy,
    guarded_forms,
    described_images,
    plain_names_in_sentences,
)
