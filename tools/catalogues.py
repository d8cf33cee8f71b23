"""Catalogues of the interface: `python tools/catalogues.py extract|update|compile|check`.

Messages are Russian in the sources, so `ru` holds only what has plural forms, while `tt` and `en`
hold everything. No gettext programs are needed: Babel reads Python, Django shows the templates.
Compiled catalogues are kept in the tree, since a checkout and a wheel run without a build of them.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ("ru", "tt", "en")
PLURALS = {
    "ru": (
        3,
        "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)",
    ),
    "tt": (1, "0"),
    "en": (2, "(n != 1)"),
}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SKIPPED = frozenset({"tests", "migrations", "node_modules"})
UNSTABLE_HEADERS = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|'
    r"Report-Msgid-Bugs-To|Project-Id-Version):.*\n",
    re.M,
)


class Found(NamedTuple):
    """A message of the sources: its text or texts, its context, where it stands."""

    text: str | tuple[str, ...]
    context: str | None
    where: str

    @property
    def key(self) -> tuple[str, str | None]:
        """What tells one message from another."""
        return (self.text if isinstance(self.text, str) else self.text[0], self.context)

    @property
    def has_plural(self) -> bool:
        """Whether the message changes with a number."""
        return not isinstance(self.text, str)


def messages(root: Path) -> Iterator[Found]:
    """Every message of the package's Python files and templates."""
    package = root / "veche"
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.txt")]):
        if SKIPPED & set(path.relative_to(root).parts):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            if "templates" not in path.parts:
                continue
            text = template_as_python(text)
        name = path.relative_to(root).as_posix()
        source = io.BytesIO(text.encode())
        for line, found, _, context in extract("python", source, keywords=KEYWORDS):
            if found and found != "":
                yield Found(found, context, f"{name}:{line}")


def template_as_python(text: str) -> str:
    """A template as calls of gettext, one a line; indentation means nothing there."""
    if not settings.configured:
        settings.configure()
    return "\n".join(line.strip() for line in templatize(text).splitlines())


def wanted(root: Path, locale: str) -> dict[tuple[str, str | None], Found]:
    """What the catalogue of a locale must hold: for ru, the messages with plural forms."""
    found: dict[tuple[str, str | None], Found] = {}
    for message in messages(root):
        if locale == "ru" and not message.has_plural:
            continue
        if message.key not in found or message.has_plural:
            found[message.key] = message
    return found


def path_of(root: Path, locale: str) -> Path:
    """The catalogue of a locale."""
    return root / "veche" / "locale" / locale / "LC_MESSAGES" / "django.po"


def read(root: Path, locale: str) -> Catalog:
    """The catalogue as it is, or an empty one."""
    path = path_of(root, locale)
    if not path.is_file():
        return empty(locale)
    with path.open("rb") as stream:
        return pofile.read_po(stream, locale=locale)


def empty(locale: str) -> Catalog:
    """A catalogue without messages; its plural forms are ours, not those Babel would guess."""
    catalog = Catalog(locale=locale, fuzzy=False, header_comment="# «Вече».")
    setattr(catalog, "_num_plurals", PLURALS[locale][0])  # noqa: B010 -- typed as None
    setattr(catalog, "_plural_expr", PLURALS[locale][1])  # noqa: B010 -- typed as None
    return catalog


def update(root: Path, locale: str) -> int:
    """Add new messages, drop those that are gone, keep translations; return how many wait."""
    old = read(root, locale)
    new = empty(locale)
    waiting = 0
    for key, message in sorted(wanted(root, locale).items(), key=lambda item: str(item[0])):
        text = message.text if isinstance(message.text, str) else message.text[:2]
        kept = old.get(*key)
        answer = kept.string if kept is not None and same_shape(kept, message) else None
        new.add(text, answer, context=message.context, flags=["python-format"] * is_format(text))
        waiting += not filled(new.get(*key), locale)
    write(root, locale, new)
    return waiting


def is_format(text: str | tuple[str, ...]) -> bool:
    """Whether the message has named places for values."""
    return "%(" in (text if isinstance(text, str) else "".join(text))


def same_shape(kept: Message, message: Found) -> bool:
    """Whether a kept translation has as many forms as the message now asks."""
    return isinstance(kept.string, tuple | list) == message.has_plural


def filled(message: Message | None, locale: str) -> bool:
    """Whether a message has all its translations."""
    if message is None:
        return False
    if isinstance(message.string, str):
        return bool(message.string.strip())
    forms = [form for form in message.string or () if form and form.strip()]
    return len(forms) == PLURALS[locale][0]


def write(root: Path, locale: str, catalog: Catalog) -> None:
    """Write the catalogue sorted and without dates, so that only messages make a difference."""
    stream = io.BytesIO()
    pofile.write_po(stream, catalog, width=96, no_location=True, sort_output=True)
    text = UNSTABLE_HEADERS.sub("", stream.getvalue().decode())
    path = path_of(root, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def compiled(root: Path, locale: str) -> bytes:
    """The catalogue in the form that is read at run time."""
    catalog = read(root, locale)
    # The same catalogue makes the same bytes whenever it is compiled.
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    stream = io.BytesIO()
    mofile.write_mo(stream, catalog)
    return stream.getvalue()


def compile_all(root: Path) -> None:
    """Write the compiled catalogue beside each catalogue."""
    for locale in LOCALES:
        path_of(root, locale).with_suffix(".mo").write_bytes(compiled(root, locale))


def faults(root: Path, locale: str) -> Iterator[str]:
    """What is missing in a catalogue, or is there for nothing."""
    catalog = read(root, locale)
    needed = wanted(root, locale)
    for key, message in needed.items():
        kept = catalog.get(*key)
        if kept is None:
            yield f"{message.where}: «{key[0]}» is not in {locale}"
        elif not same_shape(kept, message) or not filled(kept, locale):
            yield f"{message.where}: «{key[0]}» is not translated into {locale}"
        elif lost := lost_places(kept):
            yield f"{message.where}: «{key[0]}» loses {lost} in {locale}"
    for kept in catalog:
        if kept.id and (one(kept.id), kept.context) not in needed:
            yield f"{locale}: «{one(kept.id)}» is nowhere in the sources"


def one(text: str | Iterable[str]) -> str:
    """The first form of a message."""
    return text if isinstance(text, str) else next(iter(text))


def lost_places(message: Message) -> str:
    """Places for values that a translation lost or made up."""
    source = set(re.findall(r"%\(\w+\)[sd]|{\w*}", one(message.id)))
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    for form in forms:
        other = set(re.findall(r"%\(\w+\)[sd]|{\w*}", form))
        if source != other and (isinstance(message.string, str) or other - source):
            return ", ".join(sorted(source ^ other))
    return ""


def main() -> int:
    """Read the command line and do one of the four."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["extract", "update", "compile", "check"])
    verb = parser.parse_args().verb
    if verb == "extract":
        for message in messages(ROOT):
            print(message.where, message.text)
    elif verb == "update":
        for locale in LOCALES:
            print(f"{locale}: {update(ROOT, locale)} to translate")
        compile_all(ROOT)
    elif verb == "compile":
        compile_all(ROOT)
    else:
        found = [fault for locale in LOCALES for fault in faults(ROOT, locale)]
        print("\n".join(found))
        return 1 if found else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
