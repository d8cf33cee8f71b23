"""Paper: numbered sheets, lines counted once a person, nothing kept of who signed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.initiatives import rules
from veche.domains.initiatives.actions import sheets, supporting
from veche.domains.initiatives.adapters import papers
from veche.domains.initiatives.models import LINES, Sheet, Support
from veche.domains.initiatives.queries import reading, signing, terms
from veche.domains.initiatives.tests import makers
from veche.kernel.errors import Conflict, Invalid, NotFound, Problem, Refused

pytestmark = pytest.mark.usefixtures("places_town")


def key() -> str:
    return str(uuid4())


def printed(clerk: Any, row: Any, amount: int = 1) -> list[Sheet]:
    pack_id = sheets.print_sheets(clerk, slug=row.slug, amount=amount, key=uuid4())
    return signing.pack(pack_id)


def take(clerk: Any, sheet: Sheet, document: str, one: str = "") -> str:
    return sheets.take_signature(
        clerk, number=sheet.number, kind="passport", document=document, key=one or key()
    )


def test_a_pack_is_numbered_once(town: Any) -> None:
    clerk, row = makers.role("clerk"), makers.make_proposal()
    pack_id = uuid4()
    for _n in range(2):
        sheets.print_sheets(clerk, slug=row.slug, amount=3, key=pack_id)
    assert len({one.number for one in signing.pack(pack_id)}) == 3
    other = makers.make_proposal(title="Мост через овраг")
    with pytest.raises(Conflict):
        sheets.print_sheets(clerk, slug=other.slug, amount=3, key=pack_id)
    with pytest.raises(Refused):
        sheets.print_sheets(makers.role("author"), slug=row.slug, amount=1, key=uuid4())


def test_a_signature_counts_once_a_person(town: Any) -> None:
    clerk, row = makers.role("clerk"), makers.make_proposal()
    first, second = printed(clerk, row, 2)
    again = key()
    assert take(clerk, first, "9218 123456", again) == sheets.TAKEN
    assert take(clerk, first, "9218 123456", again) == sheets.TAKEN
    assert take(clerk, second, "92 18 № 123456") == sheets.DOUBLE
    row = makers.fresh(row)
    assert (row.paper, row.online, row.support) == (1, 3, 4)
    assert signing.sheet(second.number).doubles == 1
    assert sheets.spoil_line(clerk, number=first.number, key=key()) == sheets.SPOILED
    with pytest.raises(Invalid):
        take(clerk, first, "12")
    assert makers.fresh(row).support == 4


def test_who_supports_on_the_site_is_a_double_on_paper(town: Any) -> None:
    clerk, row = makers.role("clerk"), makers.make_proposal()
    (sheet,) = printed(clerk, row)
    signer = identity.check_in_without_consent(clerk, kind="passport", number="9218100001")
    Support.objects.create(proposal=row, person_id=signer)
    assert take(clerk, sheet, "9218100001") == sheets.DOUBLE


def test_a_signature_on_paper_is_not_taken_back_on_the_site(town: Any) -> None:
    clerk, row, person = makers.role("clerk"), makers.make_proposal(), makers.resident()
    (sheet,) = printed(clerk, row)
    Support.objects.create(proposal=row, person_id=person.known_id, sheet=sheet)
    whole = reading.whole_for(person, row.slug)
    assert (whole.is_supported, whole.is_signed) == (True, True)
    with pytest.raises(Conflict):
        supporting.withdraw_support(person, slug=row.slug)
    assert Support.objects.filter(sheet=sheet).count() == 1


def test_the_last_signature_begins_the_towns_term(town: Any) -> None:
    clerk, row = makers.role("clerk"), makers.make_proposal()
    (sheet,) = printed(clerk, row)
    for number in range(3):
        assert take(clerk, sheet, f"921810000{number}") == sheets.TAKEN
    row = makers.fresh(row)
    assert (row.state, row.paper) == (rules.CONSIDERED, 3)
    with pytest.raises(Refused):
        take(clerk, sheet, "9218100009")


def test_a_sheet_has_so_many_lines_and_is_closed(town: Any) -> None:
    clerk, row = makers.role("clerk"), makers.make_proposal()
    full, other = printed(clerk, row, 2)
    for _n in range(LINES):
        sheets.spoil_line(clerk, number=full.number, key=key())
    with pytest.raises(Conflict):
        sheets.spoil_line(clerk, number=full.number, key=key())
    for _n in range(2):
        sheets.close_sheet(clerk, number=other.number)
    with pytest.raises(Conflict):
        take(clerk, other, "9218123456")
    with pytest.raises(NotFound):
        sheets.close_sheet(clerk, number="00000000")
    with pytest.raises(Refused):
        sheets.close_sheet(makers.role("author"), number=full.number)


def test_a_mistyped_line_is_taken_back_once(town: Any) -> None:
    clerk, row = makers.role("clerk"), makers.make_proposal()
    (sheet,) = printed(clerk, row)
    for number in range(2):
        take(clerk, sheet, f"921820000{number}")
    once = key()
    for _n in range(2):
        assert sheets.undo_line(clerk, number=sheet.number, key=once) == sheets.UNDONE
    refused_undo(clerk, sheet, "nothing-to-undo")
    assert (makers.fresh(row).paper, signing.sheet(sheet.number).taken) == (1, 1)
    assert take(clerk, sheet, "9218200001") == sheets.TAKEN
    assert [one.id for one in signing.open_sheets(5)] == [sheet.id]
    makers.reached(makers.fresh(row))
    assert signing.open_sheets(5) == []
    refused_undo(clerk, sheet, "not-collecting")


def refused_undo(clerk: Any, sheet: Sheet, code: str) -> None:
    with pytest.raises(Problem) as caught:
        sheets.undo_line(clerk, number=sheet.number, key=key())
    assert caught.value.code == code


def test_a_wrong_double_or_spoiled_line_is_what_is_taken_back(town: Any) -> None:
    clerk, row = makers.role("clerk"), makers.make_proposal()
    (sheet,) = printed(clerk, row)
    refused_undo(clerk, sheet, "nothing-to-undo")
    take(clerk, sheet, "9218200000")
    refused_undo(makers.role("author"), sheet, "not-yours")
    take(clerk, sheet, "9218200000")
    sheets.undo_line(clerk, number=sheet.number, key=key())
    sheets.spoil_line(clerk, number=sheet.number, key=key())
    sheets.undo_line(clerk, number=sheet.number, key=key())
    now = signing.sheet(sheet.number)
    assert (now.taken, now.doubles, now.spoiled, makers.fresh(row).paper) == (1, 0, 0, 1)
    sheets.spoil_line(clerk, number=sheet.number, key=key())
    sheets.close_sheet(clerk, number=sheet.number)
    refused_undo(clerk, sheet, "sheet-full")


def test_a_fingerprint_is_kept_while_support_is_collected(town: Any) -> None:
    clerk, row = makers.role("clerk"), makers.make_proposal()
    (sheet,) = printed(clerk, row)
    row.support_until = terms.today() + timedelta(days=400)
    row.save(update_fields=["support_until"])
    take(clerk, sheet, "9218300001")
    signer = identity.check_in_without_consent(clerk, kind="passport", number="9218300001")
    # Nor does it go earlier when the signer erases the account.
    identity.erase_person(PersonRef(signer, 1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(forget_at) FROM identity_documentmark")
        assert cursor.fetchone()[0].date() >= row.support_until


def test_nothing_of_the_signer_is_kept_here(town: Any) -> None:
    clerk, row = makers.role("clerk"), makers.make_proposal()
    (sheet,) = printed(clerk, row)
    # The law's own ground: nobody signs a consent with the support.
    assert "согласен" not in str(papers._words(row)["how"])
    take(clerk, sheet, "9218654321")
    with connection.cursor() as cursor:
        for table in ("initiatives_support", "initiatives_sheet", "audit_auditentry"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t")  # noqa: S608
            assert "654321" not in cursor.fetchone()[0]
