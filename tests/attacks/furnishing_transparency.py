"""The open budget behind its addresses: a version that is public, a file on its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from veche.commons.identity.public import PersonRef
from veche.domains.transparency.tests import makers, report_makers

Thing = Mapping[str, str]
# A year, a way down and codes of classification are called the same in every town.
FORMS: Mapping[str, Sequence[Thing]] = {
    "/office/budget/registers/": [{"kind": "towns"}, {"kind": "payments"}],
    "/budget/<int:year>/": [{"year": str(makers.YEAR), "axis": "function", "key": "07-0702-01"}],
}


def furnish_transparency(word: str, resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """What addresses of the budget may name in the town being served."""
    makers.open_service()
    rows = [list(one) for one in makers.SPENDING]
    rows[13][0] = f"{word}: школы"
    data = makers.xlsx(rows)
    shown = makers.publish(data)
    makers.take_samples()
    waits = makers.upload(makers.role("author"), data)
    makers.match(makers.role("author"), waits)
    body = report_makers.body(f"{word}: управа")
    line = report_makers.line(body, date(makers.YEAR, 1, 1))
    report = report_makers.publish(body)
    asked = {"question_id": str(report_makers.ask(report).id)}
    version = {"slug": shown.slug, "form": "csv"}
    return {
        "/budget/lines/": [version],
        "/api/v1/budget/": [version],
        "/public-reports/questions/": [asked],
        "/public-reports/": [{"slug": report.slug}],
        "/api/v1/public-reports/": [{"slug": report.slug}],
        "/office/public-reports/bodies/": [{"slug": body.slug}],
        "/office/public-reports/lines/": [{"line_id": str(line.id)}],
        "/office/public-reports/": [{"slug": report.slug, "number": "1"}],
        "/office/budget/": [{"slug": waits}, {"slug": shown.slug}],
    }
