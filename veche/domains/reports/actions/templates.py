"""Templates of answers, which coordinators keep."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.reports import events, policies
from veche.domains.reports.models import AnswerTemplate
from veche.domains.reports.queries import answering
from veche.kernel import outbox
from veche.kernel.errors import Invalid


@dataclass(frozen=True)
class TemplateText:
    """What a template says, and what for."""

    title: str
    text: str
    outcome: str
    group: str = ""


@transaction.atomic(durable=True)
def save_template(
    person: PersonRef, *, text: TemplateText, template_id: UUID | None = None
) -> None:
    """Enter a template, or change it; answers already given stay as they were."""
    policies.may_set_up_reports(person).or_refuse()
    row = answering.template(template_id) if template_id else AnswerTemplate()
    row.title, row.text, row.outcome = text.title, text.text, text.outcome
    row.group_id = text.group or None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        words = _("Такой шаблон уже есть")
        raise Invalid(words, fields={"title": words}) from None
    audit.record("reports.template_saved", person.id, row.id)
    outbox.put(events.TemplateSaved(template_id=row.id))


@transaction.atomic(durable=True)
def remove_template(person: PersonRef, *, template_id: UUID) -> None:
    """Take a template away; a second time changes nothing."""
    policies.may_set_up_reports(person).or_refuse()
    number, _tables = AnswerTemplate.objects.filter(id=template_id).delete()
    if number:
        audit.record("reports.template_removed", person.id, template_id)
        outbox.put(events.TemplateRemoved(template_id=template_id))
