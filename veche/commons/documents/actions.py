"""Writing templates."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.documents import events, policies, queries, rules
from veche.commons.documents.kinds import kind_of
from veche.commons.documents.models import TemplateVersion
from veche.commons.identity.public import PersonRef
from veche.kernel import locks, outbox
from veche.kernel.errors import Invalid


@transaction.atomic
def save_template(person: PersonRef, *, kind: str, text: str) -> int:
    """Put a new version in force; the same text again makes none. Returns its number."""
    policies.may_save_template(person).or_refuse()
    paper = kind_of(kind)
    known = {field.name for field in paper.fields}
    unknown = [name for name in rules.fields_in(text) if name not in known]
    if unknown:
        raise Invalid(
            _("Таких полей у документа нет: %(names)s") % {"names": ", ".join(unknown)},
            advice=_("Выберите поля из списка рядом с текстом."),
            code="unknown-field",
        )
    locks.take(exclusive=[f"document:{kind}"])
    last = queries.current(paper)
    if last.text == text:
        return last.number
    TemplateVersion.objects.create(
        kind=kind, number=last.number + 1, text=text, author_id=person.known_id
    )
    audit.record("documents.template_saved", person.id, f"document-{kind}", number=last.number + 1)
    outbox.put(events.TemplateSaved(paper_kind=kind, number=last.number + 1))
    return last.number + 1
