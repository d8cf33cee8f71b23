"""Paper: numbered sheets for signatures, and their lines counted one by one.

Who signed is known to the vault alone, by the fingerprint of a document: one person counts once,
whether on paper twice or on paper and on the site. Names and addresses stay on the paper.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.initiatives import events, policies
from veche.domains.initiatives.actions.counting import count_support
from veche.domains.initiatives.actions.supporting import locked
from veche.domains.initiatives.models import LINES, Proposal, Sheet, Support, sheet_number
from veche.domains.initiatives.queries import reading, signing, terms
from veche.kernel import idempotency, outbox
from veche.kernel.errors import Conflict

TAKEN, DOUBLE, SPOILED, UNDONE = "taken", "double", "spoiled", "undone"
# Where the lines of an outcome are counted.
_COLUMNS = {TAKEN: "taken", DOUBLE: "doubles", SPOILED: "spoiled"}
Count = Callable[[Proposal, Sheet], str]


@transaction.atomic(durable=True)
def print_sheets(clerk: PersonRef, *, slug: str, amount: int, key: UUID) -> UUID:
    """Number a pack of sheets; the same key again is the same pack."""
    policies.may_take_signatures(clerk, reading.row_of(slug)).or_refuse()
    row = locked(slug)
    policies.may_take_signatures(clerk, row).or_refuse()
    if known := signing.pack(key):
        _require_same(row, known[0])
        return key
    free = signing.free_numbers([sheet_number() for _one in range(amount * 2)], amount)
    Sheet.objects.bulk_create(
        Sheet(
            number=number,
            proposal=row,
            pack_id=key,
            printed_by_id=clerk.known_id,
            printed_on=terms.today(),
        )
        for number in free
    )
    audit.record("initiatives.sheets_printed", clerk.id, row.id, amount=len(free))
    outbox.put(events.SheetsPrinted(proposal_id=row.id))
    return key


def _require_same(row: Proposal, sheet: Sheet) -> None:
    if sheet.proposal_id != row.id:
        raise Conflict(
            _("Эти листы уже напечатаны для другого предложения"),
            advice=_("Обновите страницу и напечатайте ещё раз."),
            code="idempotency-key-reused",
        )


def take_signature(clerk: PersonRef, *, number: str, kind: str, document: str, key: str) -> str:
    """Count a line by the signer's document: taken, or a double that is refused."""

    def count(row: Proposal, sheet: Sheet) -> str:
        signer = identity.check_in_without_consent(
            clerk, kind=kind, number=document, needed_until=row.support_until
        )
        ids = [signer, *identity.earlier_ids(signer)]
        if Support.objects.filter(proposal=row, person_id__in=ids).exists():
            sheet.doubles += 1
            return DOUBLE
        Support.objects.create(proposal=row, person_id=signer, sheet=sheet)
        sheet.taken += 1
        outbox.put(events.ProposalSupported(proposal_id=row.id))
        count_support(row, paper=1)
        return TAKEN

    return _line(clerk, number, key, f"{kind}:{document}", count)


def spoil_line(clerk: PersonRef, *, number: str, key: str) -> str:
    """Count a line that is good for nothing: without a signature, a birth date, too young."""

    def count(_row: Proposal, sheet: Sheet) -> str:
        sheet.spoiled += 1
        return SPOILED

    return _line(clerk, number, key, SPOILED, count)


def undo_line(clerk: PersonRef, *, number: str, key: str) -> str:
    """Take the last line back, once, whatever became of it: it was mistyped."""

    def count(row: Proposal, sheet: Sheet) -> str:
        if not sheet.last_outcome:
            raise Conflict(
                _("Отменять нечего"),
                advice=_("Отменить можно только последнюю строку и один раз."),
                code="nothing-to-undo",
            )
        if sheet.last_outcome == TAKEN:
            Support.objects.filter(sheet=sheet).latest("id").delete()
            outbox.put(events.SupportWithdrawn(proposal_id=row.id))
            count_support(row, paper=-1)
        column = _COLUMNS[sheet.last_outcome]
        setattr(sheet, column, getattr(sheet, column) - 1)
        return UNDONE

    return _line(clerk, number, key, UNDONE, count)


def _line(clerk: PersonRef, number: str, key: str, told: str, count: Count) -> str:
    """One line of an open sheet, once, whatever comes of it."""
    policies.may_take_signatures(clerk, signing.sheet(number).proposal).or_refuse()

    def make() -> str:
        known = signing.sheet(number)
        row = locked(known.proposal.slug)
        policies.may_take_signatures(clerk, row).or_refuse()
        sheet = Sheet.objects.select_for_update().get(id=known.id)
        used = sheet.taken + sheet.doubles + sheet.spoiled
        if sheet.is_closed or (used >= LINES and told != UNDONE):
            raise Conflict(
                _("На этом листе больше нет строк"),
                advice=_("Закройте лист и возьмите следующий."),
                code="sheet-full",
            )
        outcome: str = count(row, sheet)
        sheet.last_outcome = "" if outcome == UNDONE else outcome
        sheet.save(update_fields=[*_COLUMNS.values(), "last_outcome"])
        audit.record("initiatives.signature_entered", clerk.id, sheet.id, outcome=outcome)
        return outcome

    with transaction.atomic(durable=True):
        request = f"{number}:{told}".encode()
        return str(idempotency.answer_once(f"person:{clerk.id}", f"line:{key}", request, make))


@transaction.atomic(durable=True)
def close_sheet(clerk: PersonRef, *, number: str) -> Sheet:
    """Say that all lines of a sheet are counted; a second time changes nothing."""
    known = signing.sheet(number)
    policies.may_take_signatures(clerk).or_refuse()
    sheet = Sheet.objects.select_for_update().get(id=known.id)
    if not sheet.is_closed:
        sheet.is_closed, sheet.closed_by_id, sheet.closed_on = True, clerk.id, terms.today()
        sheet.save(update_fields=["is_closed", "closed_by_id", "closed_on"])
        audit.record("initiatives.sheet_closed", clerk.id, sheet.id, taken=sheet.taken)
        outbox.put(events.SheetClosed(proposal_id=sheet.proposal_id))
    return sheet
