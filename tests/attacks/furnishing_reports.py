"""Reports behind their addresses: one by the resident on its way, with a photo and a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from veche.commons.identity.public import PersonRef
from veche.domains.reports import jobs
from veche.domains.reports.actions import monday, registers
from veche.domains.reports.actions.registers import NO_TERM, Upload
from veche.domains.reports.models import OutsideCase, RegisterImport
from veche.domains.reports.queries import open311
from veche.domains.reports.tests import makers
from veche.kernel import clock

OPEN311 = "/open311/v2/"
MONDAY = date(2026, 1, 5)
REGISTER = "Номер;Статус;Срок ответа\nПОС-1;В работе;01.12.2020\n"
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
    "/office/reports/monday/": [{"on": MONDAY.isoformat()}],
    "/office/reports/categories/": [{"code": makers.CATEGORY}],
    "/office/reports/groups/": [{"code": "roads"}],
    "/office/reports/helping/": [{"code": makers.CATEGORY}],
}


def furnish_reports(word: str, resident: PersonRef) -> dict[str, Sequence[Mapping[str, str]]]:
    """What addresses of reports may name in the town being served."""
    makers.open_service()
    photo = makers.upload(resident)
    row = makers.make_report(resident, text=f"{word}: не горит фонарь", photos=[photo])
    jobs.blur_photo(str(photo))
    body = makers.make_body(f"{word} служба")
    row = makers.assigned(makers.passed(row), body)
    monday.make_sheet(on=MONDAY)
    number: list[Mapping[str, str]] = [
        {"number": row.number, "photo_id": str(photo), "form": "json"}
    ]
    return {
        **dict.fromkeys(("/reports/", "/api/v1/reports/", f"{OPEN311}requests/"), number),
        f"{OPEN311}tokens/": [{"token": str(open311.token_of(row.number)), "form": "json"}],
        **dict.fromkeys(("/office/reports/", "/office/reports/today/"), number),
        "/office/reports/templates/": [{"template_id": str(makers.make_template(word).id)}],
        "/office/reports/bodies/": [{"slug": body.slug}],
        **_registers(word),
    }


def _registers(word: str) -> dict[str, Sequence[Mapping[str, str]]]:
    """A register of another system on its way in, and a case that came with an earlier one."""
    upload = Upload(REGISTER.encode(), "pos.csv", title=f"{word} ПОС")
    import_id = registers.upload_register(makers.role("coordinator"), upload=upload)
    case = OutsideCase.objects.create(
        register=RegisterImport.objects.get(id=import_id).register,
        number=f"{word}-0",
        topic=word,
        urgent_on=NO_TERM,
        changed_at=clock.now(),
    )
    return {
        "/reports/outside/": [{"case_id": str(case.id)}],
        "/office/reports/registers/": [{"import_id": str(import_id)}],
    }
