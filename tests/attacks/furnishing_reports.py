"""Reports behind their addresses: one by the resident on its way, with a photo and a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veche.commons.identity.public import PersonRef
from veche.domains.reports import jobs
from veche.domains.reports.queries import open311
from veche.domains.reports.tests import makers

OPEN311 = "/open311/v2/"
FORMS: Mapping[str, Sequence[Mapping[str, str]]] = {
    f"{OPEN311}discovery.": [{"form": "json"}, {"form": "xml"}],
    f"{OPEN311}services": [
        {"form": "json", "named": f"{makers.CATEGORY}.json"},
        {"form": "xml", "named": f"{makers.CATEGORY}.xml"},
    ],
    f"{OPEN311}requests.": [{"form": "json"}, {"form": "xml"}],
    f"{OPEN311}servicerequestupdates.": [{"form": "json"}, {"form": "xml"}],
    "/reports/new/category/": [{"group": "roads"}],
    "/office/reports/list.": [{"form": "csv"}],
}


def furnish_reports(word: str, resident: PersonRef) -> dict[str, Sequence[Mapping[str, str]]]:
    """What addresses of reports may name in the town being served."""
    makers.open_service()
    photo = makers.upload(resident)
    row = makers.make_report(resident, text=f"{word}: не горит фонарь", photos=[photo])
    jobs.blur_photo(str(photo))
    body = makers.make_body(f"{word} служба")
    row = makers.assigned(makers.passed(row), body)
    number: list[Mapping[str, str]] = [
        {"number": row.number, "photo_id": str(photo), "form": "json"}
    ]
    return {
        **dict.fromkeys(("/reports/", "/api/v1/reports/", f"{OPEN311}requests/"), number),
        f"{OPEN311}tokens/": [{"token": str(open311.token_of(row.number)), "form": "json"}],
        **dict.fromkeys(("/office/reports/", "/office/reports/today/"), number),
        "/office/reports/templates/": [{"template_id": str(makers.make_template(word).id)}],
        "/office/reports/bodies/": [{"slug": body.slug}],
    }
