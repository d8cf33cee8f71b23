"""Neighbours who help: a report that calls for them, and with which categories they may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.domains.reports import events, policies
from veche.domains.reports.actions.catalogue import keep_category, locked_category
from veche.domains.reports.actions.moving import Hand, Words, add_step, begin
from veche.domains.reports.models import Body, Report
from veche.domains.reports.queries import catalogue, reading
from veche.domains.reports.rules import states
from veche.kernel import outbox
from veche.kernel.errors import Invalid

TITLE_MAX = 120


@dataclass(frozen=True)
class Sought:
    """Whose the place is (without one, whoever answers for the report), how many, until when."""

    owner_id: UUID | None = None
    hands: int = 1
    ends_on: date | None = None


@dataclass(frozen=True)
class Helping:
    """Whether neighbours may help with a category, as which work, with which danger."""

    is_for_neighbours: bool
    work_kind: str = ""
    is_dangerous: bool = False


@transaction.atomic(durable=True)
def seek_help(person: PersonRef, *, number: str, version: int, given: Sought | None = None) -> None:
    """Call neighbours to a report at work; called already, nothing changes; helped already, it is
    a Conflict in words. The clock goes on."""
    hand = begin(person, number=number, verb="seek", version=version, may=policies.may_seek_help)
    wanted = given or Sought()
    if wanted.ends_on is not None and wanted.ends_on < hand.today:
        raise Invalid(_("Этот день уже прошёл"), fields={"ends_on": _("Выберите день впереди")})
    standing = matching.need_of(reading.SOURCE, str(hand.row.id))
    if standing is not None and standing.is_sought:
        return
    owner = catalogue.body(wanted.owner_id) if wanted.owner_id else hand.row.body
    matching.open_need(
        source_kind=reading.SOURCE,
        source_id=str(hand.row.id),
        given=_need(hand, wanted, owner),
        actor=person.known_id,
    )
    add_step(hand, verb="seek", words=Words(on=wanted.ends_on))
    audit.record("reports.help_sought", person.id, hand.row.id)
    is_by_author = hand.part == states.AUTHOR
    outbox.put(events.HelpSought(report_id=hand.row.id, is_by_author=is_by_author))


def _words(row: Report) -> tuple[str, str]:
    """A report as those who could help read it: a title, and the whole where that is more."""
    title = Truncator(row.text.replace("\n", " ")).chars(TITLE_MAX)
    return title, row.text if title != row.text else ""


def retell(row: Report) -> None:
    """Helpers read no more of a report than everyone does."""
    title, text = _words(row) if row.visibility == states.PUBLIC else ("", "")
    matching.retell_need(source_kind=reading.SOURCE, source_id=str(row.id), title=title, text=text)


def _need(hand: Hand, wanted: Sought, owner: Body | None) -> matching.NewNeed:
    row = hand.row
    title, text = _words(row)
    return matching.NewNeed(
        title=title,
        text=text,
        url=reverse("reports:read-report", args=[row.number]),
        work_kind=row.category.work_kind,
        latitude=row.latitude,
        longitude=row.longitude,
        place_id=row.place_id,
        address=row.address,
        ends_on=wanted.ends_on,
        hands=wanted.hands,
        is_dangerous=row.category.is_dangerous,
        is_town_duty=not row.category.is_for_neighbours,
        raised_by=row.author_id,
        owner_organisation_id=owner.organisation_id if owner else None,
        owner_name=owner.name if owner else "",
        is_owner_named=wanted.owner_id is not None,
    )


@transaction.atomic(durable=True)
def set_helping(person: PersonRef, *, code: str, given: Helping) -> None:
    """Say whether neighbours may help with a category, as its next version.

    Once they may not, nobody new is called; what is agreed on goes on.
    """
    policies.may_set_up_reports(person).or_refuse()
    if given.is_for_neighbours:
        _check(given)
    row = locked_category(code)
    row.is_for_neighbours = given.is_for_neighbours
    row.work_kind = given.work_kind if given.is_for_neighbours else ""
    row.is_dangerous = given.is_dangerous and given.is_for_neighbours
    row.save(update_fields=["is_for_neighbours", "work_kind", "is_dangerous"])
    keep_category(person, row=row)
    if not row.is_for_neighbours:
        open_now = matching.open_sources(reading.SOURCE)
        ours = reading.of_category(code, open_now)
        matching.close_untaken(source_kind=reading.SOURCE, source_ids=ours)
    audit.record(
        "reports.helping_set",
        person.id,
        code.replace(".", "-"),
        category=code,
        is_for_neighbours=row.is_for_neighbours,
    )
    outbox.put(events.HelpingSet(category=code, is_for_neighbours=row.is_for_neighbours))


def _check(given: Helping) -> None:
    """Dangerous work needs a kind for which there is a paper to look at."""
    kind = next((one for one in matching.work_kinds() if one.code == given.work_kind), None)
    if kind is None:
        raise Invalid(_("Какое это дело?"), fields={"work_kind": _("Выберите из списка")})
    if given.is_dangerous and not kind.licence:
        raise Invalid(
            _("Для этого дела не назван документ о допуске"),
            advice=_("Выберите другое или впишите документ в «Видах помощи»."),
            fields={"work_kind": _("Нет документа, который надо проверить")},
        )
