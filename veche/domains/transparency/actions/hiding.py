"""Files and tables of a version are taken from sight: personal data that should not be there."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.transparency import events, policies
from veche.domains.transparency.actions.reporting import KIND, first_words
from veche.domains.transparency.models import Hiding, Report, Version
from veche.domains.transparency.queries import published
from veche.domains.transparency.rules import publication as rules
from veche.kernel import outbox
from veche.kernel.errors import Invalid


@transaction.atomic
def hide_files(person: PersonRef, *, slug: str, number: int, reason: str) -> Version:
    """Hide the file, the tables and their words; the gist, the version and why stay public."""
    policies.may_hide_files(person).or_refuse()
    published.version(slug, number)
    if not reason.strip():
        words = _("Скажите, почему: это прочитают жители")
        raise Invalid(words, fields={"reason": words})
    report = Report.objects.select_for_update(of=("self",)).select_related("body").get(slug=slug)
    row = published.version(slug, number)
    if row.is_hidden:
        return row
    row.hiding = Hiding.objects.create(version=row, reason=reason.strip(), hider_id=person.known_id)
    files.hide(KIND, str(row.id))
    if report.number == number:
        report.words = first_words(report.title, report.body.name, report.summary)
        report.text_state = rules.MUTE
        report.save(update_fields=["words", "text_state"])
    audit.record(
        "transparency.files_hidden", person.id, report.id, report=report.kind, version=number
    )
    outbox.put(events.FilesHidden(report_id=report.id, number=number))
    return row
