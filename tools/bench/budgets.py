"""The open budget: a million rows on their way in, and what its pages take then."""

from __future__ import annotations

import io
import random
import statistics
import time
import zipfile
from datetime import date

from django.db import connection

from tools.bench.pages import browser
from tools.bench.stand import TOWN, say, tell
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.tests.makers import make_person
from veche.commons.towns import public as towns
from veche.domains.transparency.actions import loading, publishing
from veche.domains.transparency.actions.loading import About
from veche.domains.transparency.models import Node, Source
from veche.domains.transparency.queries import classification, office
from veche.domains.transparency.rules import codes, mapping, stages

ROWS, YEAR, TIMES = 1_000_000, 2026, 15
HEAD = "Наименование;ГРБС;Рз;ПР;ЦСР;ВР;Утверждено, руб.;Исполнено, руб.\r\n"  # not shown


def run(name: str) -> None:
    """Both are told of one town: it is filled once."""
    with towns.enter(TOWN):
        row = Source.objects.filter(lines_number=ROWS).first()
        spent, own = 0.0, 0.0
        if row is None or name == "transparency.import_1e6":
            row, spent, own = _imported()
        if name == "transparency.import_1e6":
            tell(name, spent, "s", rows=ROWS, processor_s=round(own, 1), lines=row.lines_number)
            return
        _tell_views(name, row)


def _imported() -> tuple[Source, float, float]:
    """The columns matched, a million rows read, checked, written and rolled up: seconds."""
    switch_service("transparency", "on")
    person = make_person(roles=["author", "approver"])
    say(f"{ROWS:,} rows")
    about = About(YEAR, codes.SPENDING, stages.EXECUTED, date(YEAR, 11, 1))
    slug = loading.upload_source(person, data=_packed(), name="lines.zip", about=about)
    row = Source.objects.get(slug=slug)
    _book, head = office.head_of(row, 0)
    columns = mapping.guessed(head, row.side, row.year)
    begun, own = time.perf_counter(), time.process_time()
    loading.match_columns(person, slug=slug, sheet=0, columns=columns, unit=1)
    loading.read_source(source_id=row.id, attempt=1)
    spent, own = time.perf_counter() - begun, time.process_time() - own
    row = publishing.publish_source(person, slug=slug, attempt=1, has_seen=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE transparency_line, transparency_node")
    return row, spent, own


def _packed() -> bytes:
    """Lines of every office, subsection and programme, as a town's treasury writes payments."""
    draw = random.Random(5)  # noqa: S311  a measurement, not a secret
    parts = sorted(classification.SUBSECTIONS)
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        archive.open("lines.csv", "w", force_zip64=True) as packed,
    ):
        packed.write(HEAD.encode())
        for start in range(0, ROWS, 10_000):
            packed.write("".join(_row(draw, parts) for _n in range(start, start + 10_000)).encode())
    return kept.getvalue()


def _row(draw: random.Random, parts: list[str]) -> str:
    part, kopecks = draw.choice(parts), draw.randrange(1, 10**5) * 10_000
    target = f"{draw.randrange(1, 25):02}{draw.randrange(5)}{draw.randrange(30):02}00590"
    return (
        f"Учреждение {draw.randrange(400)};{draw.randrange(900, 925)};{part[:2]};{part[2:]};"
        f"{target};{draw.choice(('111', '244', '611', '612'))};"
        f"{kopecks / 100:.2f};{kopecks * draw.randrange(101) / 10_000:.2f}\r\n"
    )  # not shown: rows of a made-up treasury


def _tell_views(name: str, row: Source) -> None:
    """Each page as a visitor gets it, styles and all else apart: the slowest median of them."""
    deepest = Node.objects.filter(source=row, axis="function", has_below=False).first()
    assert deepest is not None  # a million lines have a last node
    here = f"/budget/{YEAR}/"
    pages = {
        "year": here,
        "section": f"{here}function/07/",
        "subsection": f"{here}function/07-0702/",
        "lines": f"{here}function/{deepest.key}/",
        "offices": f"{here}office/",
        "years": "/budget/years/",
        "files": f"{here}files/",
    }
    found = {title: _median_ms(path) for title, path in pages.items()}
    slowest = max(found, key=lambda title: found[title])
    tell(
        name,
        found[slowest],
        "ms",
        slowest=slowest,
        rows=ROWS,
        pages={title: round(ms, 1) for title, ms in found.items()},
    )


def _median_ms(path: str) -> float:
    client = browser()
    client.get(path)  # once over, so that all is in memory
    answer = client.get(path)
    if answer.status_code != 200:
        raise AssertionError(f"{path} answered {answer.status_code}")
    spent = []
    for _n in range(TIMES):
        begun = time.perf_counter()
        client.get(path)
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent)
