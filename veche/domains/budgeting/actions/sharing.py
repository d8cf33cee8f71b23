"""The residents' share: requisites, payments of the treasury's statement, labour and goods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies
from veche.domains.budgeting.actions.proposing import locked
from veche.domains.budgeting.models import Gift, Payment, Project, Requisites
from veche.domains.budgeting.queries import cycles, projects, shares
from veche.domains.budgeting.rules import requisites as checks
from veche.domains.budgeting.rules import statement
from veche.kernel import clock
from veche.kernel.errors import Conflict, Invalid, NotFound, Text

# The one row of the town's requisites, which no other thing of the journal has.
REQUISITES_ID = UUID(int=1)


@transaction.atomic(durable=True)
def set_requisites(person: PersonRef, *, given: Mapping[str, str]) -> None:
    """Keep where residents pay; Invalid names the fields that banks would refuse."""
    policies.may_set_requisites(person).or_refuse()
    wrong = checks.flaws(given)
    if wrong:
        raise Invalid(_("Проверьте реквизиты"), fields=wrong, code="incomplete")
    values = {name: given[name] for name in shares.NAMES}
    Requisites.objects.update_or_create(
        id=1, defaults={**values, "by_id": person.known_id, "changed_at": clock.now()}
    )
    audit.record("budgeting.requisites_set", person.id, REQUISITES_ID)


@dataclass(frozen=True)
class Taken:
    """What came of a statement: new payments, those known before, those for nobody knows what,
    and lines of money given back, which are left out."""

    new: int
    known: int
    unmatched: int
    returned: int


@transaction.atomic(durable=True)
def take_statement(person: PersonRef, *, lines: Sequence[statement.Line]) -> Taken:
    """Add the payments that are not there yet.

    Every payer numbers orders anew, so a payment is known by its number, day and sum, and by the
    how manieth line alike it is in the file.
    """
    policies.may_work_on_projects(person).or_refuse()
    codes, numbers = shares.named()
    days = {line.on for line in lines}
    columns = ("number", "on", "amount_kopecks", "nth")
    there = set(Payment.objects.filter(on__in=days).values_list(*columns))
    paid = [line for line in lines if line.kopecks > 0]
    alike: Counter[tuple[str, date, int]] = Counter()
    fresh: list[Payment] = []
    for line in paid:
        key = (line.number, line.on, line.kopecks)
        alike[key] += 1
        if (*key, alike[key]) not in there:
            project_id = statement.project_of(line.purpose, codes, numbers)
            values = dict(zip(columns, (*key, alike[key]), strict=True))
            fresh.append(Payment(project_id=project_id, **values))
    # Two officials with the same statement at once: the second adds nothing.
    Payment.objects.bulk_create(fresh, ignore_conflicts=True)
    unmatched = sum(one.project_id is None for one in fresh)
    if fresh:
        audit.record("budgeting.payments_taken", person.id, REQUISITES_ID, payments=len(fresh))
    return Taken(len(fresh), len(paid) - len(fresh), unmatched, len(lines) - len(paid))


@transaction.atomic(durable=True)
def match_payment(person: PersonRef, *, payment_id: UUID, slug: str, seen: str = "") -> None:
    """Say by hand what a payment is for, or that it is for another project than was said.

    `seen` is the address of the project that the page showed, "" for none: Conflict where somebody
    has said another since.
    """
    policies.may_work_on_projects(person).or_refuse()
    rows = Payment.objects.select_for_update(of=["self"]).select_related("project")
    payment = rows.filter(id=payment_id).first()
    if payment is None:
        raise NotFound()
    before = payment.project.slug if payment.project is not None else ""
    if before == slug != "":
        return
    if before != seen:
        raise Conflict(
            _("Этот платёж уже отнёс другой сотрудник"),
            advice=_("Обновите страницу: на ней видно, к какому проекту."),
            code="changed",
        )
    row = next((one for one in shares.collecting() if one.slug == slug), None)
    if row is None:
        words = _("Выберите проект")
        raise Invalid(words, fields={"project": words})
    moved_from, payment.project = payment.project_id, row
    payment.save(update_fields=["project"])
    if moved_from is not None:
        audit.record("budgeting.payment_moved", person.id, row.id, before=moved_from)
    else:
        audit.record("budgeting.payment_matched", person.id, row.id)


@dataclass(frozen=True)
class Given:
    """Labour or goods, what they are worth, on which day."""

    kind: str
    text: str
    amount_kopecks: int
    on: date


@transaction.atomic(durable=True)
def take_gift(person: PersonRef, *, slug: str, given: Given, key: str) -> Project:
    """Write down what residents gave besides money."""
    row = locked(projects.case_for(person, slug).id)
    if Gift.objects.filter(project=row, key=key).exists():
        return row
    policies.may_take_gift(person, row, shares.needed_of(row)).or_refuse()
    wrong: dict[str, Text] = {}
    if given.amount_kopecks <= 0:
        wrong["amount_kopecks"] = _("Впишите сумму больше нуля")
    if given.on > cycles.today():
        wrong["on"] = _("Укажите сегодняшний или прошедший день")
    if wrong:
        raise Invalid(_("Осталось дополнить"), fields=wrong, code="incomplete")
    Gift.objects.create(project=row, key=key, by_id=person.known_id, **vars(given))
    audit.record("budgeting.gift_taken", person.id, row.id)
    return row
