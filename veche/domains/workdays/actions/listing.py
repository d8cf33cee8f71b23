"""The town's list of works and their safety sheets."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.domains.workdays import events, policies, rules
from veche.domains.workdays.models import Sheet, Work
from veche.domains.workdays.queries import store
from veche.kernel import outbox
from veche.kernel.errors import Invalid
from veche.kernel.ids import slug_id


@dataclass(frozen=True)
class WorkText:
    """What the town says of a kind of work."""

    title: str
    standing: str
    whom: str
    bring: str
    sheet: str


@transaction.atomic
def save_work(person: PersonRef, *, text: WorkText, code: str = "") -> str:
    """Add a kind of work or change it; a changed safety sheet is a new version."""
    policies.may_save_work(person).or_refuse()
    row = store.work(code) if code else _new_work()
    _require_safe(row.code, text)
    sheet = store.sheet_of(row)
    is_new_sheet = bool(text.sheet) and (sheet is None or sheet.text != text.sheet)
    row.title, row.standing = text.title, text.standing
    row.whom, row.bring = text.whom, text.bring
    if is_new_sheet:
        row.sheet_number += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        words = _("Такая работа уже есть в списке.")
        raise Invalid(words, fields={"title": words}) from None
    if is_new_sheet:
        Sheet.objects.create(
            work=row, number=row.sheet_number, text=text.sheet, set_by_id=person.id
        )
    audit.record("workdays.work_saved", person.id, row.code, standing=row.standing)
    outbox.put(events.WorkSaved(code=row.code))
    return row.code


def _new_work() -> Work:
    last = Work.objects.aggregate(last=Max("position"))["last"] or 0
    return Work(code=slug_id(), position=last + 1)


def _require_safe(code: str, text: WorkText) -> None:
    """Neighbours do nothing without a safety sheet, nor what helpers need a paper for."""
    if text.standing != rules.NEIGHBOURS:
        if not text.whom:
            words = _("Напишите, к кому обратиться.")
            raise Invalid(words, fields={"whom": words})
        return
    if not text.sheet:
        words = _("Без памятки на такую работу не зовут.")
        raise Invalid(words, fields={"sheet": words})
    dangerous = [one for one in matching.work_kinds() if one.is_dangerous]
    if any(one.code == code or one.title == text.title for one in dangerous):
        words = _("В списке помощи эта работа опасная: на неё нужен допуск.")
        raise Invalid(words, fields={"standing": words})
