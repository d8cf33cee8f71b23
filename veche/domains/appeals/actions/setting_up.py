"""Departments that prepare answers, and whose electronic appeals the town takes."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import LEVELS, PersonRef
from veche.commons.norms import public as norms
from veche.domains.appeals import events, policies
from veche.domains.appeals.models import Department
from veche.domains.appeals.queries import dates, reading
from veche.kernel import outbox
from veche.kernel.errors import Invalid


def save_department(person: PersonRef, *, name: str, is_open: bool = True, slug: str = "") -> None:
    """Enter a department, or change the one of that address."""
    policies.may_set_up_appeals(person).or_refuse()
    try:
        with transaction.atomic(durable=True):
            row = reading.department_by_slug(slug) if slug else Department()
            row.name, row.is_open = name, is_open
            row.save()
            audit.record("appeals.department_saved", person.id, row.id)
            outbox.put(events.DepartmentSaved(department_id=row.id))
    except IntegrityError:
        raise Invalid(
            _("Такое подразделение уже есть"),
            fields={"name": _("Такое подразделение уже есть")},
            code="taken",
        ) from None


@transaction.atomic(durable=True)
def set_identity_rule(person: PersonRef, *, level: int, act: str, starts_on: date) -> None:
    """From a day on take appeals of those whom the town knows so surely, by its act."""
    policies.may_set_identity_rule(person).or_refuse()
    if level not in LEVELS[1:]:
        raise Invalid(_("Выберите уровень"), fields={"level": _("Выберите уровень")})
    if starts_on < dates.today():
        raise Invalid(
            _("Правило не действует задним числом"),
            fields={"starts_on": _("Выберите сегодняшний или будущий день")},
        )
    norms.take_over("appeal.identity_level", value=level, legal_ref=act, valid_from=starts_on)
    audit.record("appeals.identity_rule_set", person.id, "identity-level", act, level=level)
    outbox.put(events.IdentityRuleSet(level=level))
