"""Create a domain that passes the house tests: `python tools/new_domain.py NAME TITLE`.

It writes the folder veche/domains/NAME and the one line in veche/config/domains.py.
"""

import argparse
import re
import sys
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = Path(__file__).resolve().parent / "domain_template"
SUFFIX = ".tmpl"
# PostgreSQL and Django allow 30 characters for the name of an index; ours ends in 16.
SHORT = 12


class UsageError(Exception):
    """The domain cannot be made; the message says why."""


def create(root: Path, label: str, title: str) -> list[Path]:
    """Write the domain's files and its line in the configuration; return what was written."""
    check(root, label, title)
    values = {
        "label": label,
        "label_short": label[:SHORT].rstrip("_"),
        "camel": "".join(word.capitalize() for word in label.split("_")),
        "address": label.replace("_", "-"),
        "title": title,
    }
    folder = root / "veche" / "domains" / label
    written = []
    for source in sorted(TEMPLATE.rglob(f"*{SUFFIX}")):
        inner = source.relative_to(TEMPLATE)
        parts = list(inner.with_name(inner.name.removesuffix(SUFFIX)).parts)
        if parts[0] == "templates":
            parts.insert(1, label)
        target = folder.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = Template(source.read_text(encoding="utf-8")).substitute(values)
        target.write_text(text, encoding="utf-8")
        written.append(target)
    written.append(add_line(root, label))
    return written


def check(root: Path, label: str, title: str) -> None:
    """Refuse a name that Python or an address cannot carry, and one that is taken."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,29}", label):
        raise UsageError(f"«{label}»: 3 to 30 small Latin letters, digits and underscores.")
    taken = [*(root / "veche").glob(f"commons/{label}"), *(root / "veche").glob(f"domains/{label}")]
    if taken or label in ("kernel", "portal", "config"):
        raise UsageError(f"«{label}» is taken.")
    if not title.strip() or re.search(r"[\"\\{}%<>$]", title):
        raise UsageError("The title is a plain line of text.")


def add_line(root: Path, label: str) -> Path:
    """The one line outside the folder: the domain's name in the list of services."""
    path = root / "veche" / "config" / "domains.py"
    text = path.read_text(encoding="utf-8")
    listed = re.search(r"^DOMAINS(?::[^=\n]+)? = \[\n(.*?)^\]", text, re.M | re.S)
    if listed is None:
        raise UsageError(f"{path} has no list DOMAINS of one line each.")
    line = f'    "veche.domains.{label}",\n'
    path.write_text(text[: listed.end(1)] + line + text[listed.end(1) :], encoding="utf-8")
    return path


def main() -> int:
    """Read the command line and create the domain."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="folder and label, such as clubs")
    parser.add_argument("title", help="the heading people see, in Russian")
    given = parser.parse_args()
    try:
        written = create(ROOT, given.name, given.title)
    except UsageError as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(path.relative_to(ROOT))
    print("Next: python tools/catalogues.py update; python tools/draw_map.py; make check")
    return 0


if __name__ == "__main__":
    sys.exit(main())
