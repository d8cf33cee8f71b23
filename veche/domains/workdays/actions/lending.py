"""The town's tools: held for a day, never more than there are, given back after it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.workdays import events, policies, rules
from veche.domains.workdays.actions.calling import locked
from veche.domains.workdays.models import Hold, Tool
from veche.domains.workdays.queries import reading, store, terms
from veche.kernel import clock, outbox
from veche.kernel.errors import Invalid, NotFound


def field_of(tool_id: UUID) -> str:
    """How the form calls a tool."""
    return f"tool-{tool_id}"


@transaction.atomic
def hold_tools(person: PersonRef, *, slug: str, wanted: Mapping[UUID, int]) -> None:
    """Hold these tools for the day in place of what it held before.

    The rows of the tools are locked in one order, so of two days that want the last piece the
    second is told; nothing of a form that asks too much is held.
    """
    reading.day_for(person, slug)
    row = locked(slug)
    policies.may_hold_tools(person, row, now=clock.database_now()).or_refuse()
    tools = list(Tool.objects.select_for_update().filter(id__in=list(wanted)).order_by("id"))
    if len(tools) != len(wanted):
        raise NotFound()
    gone, today = store.taken(wanted, besides=row.id), terms.today()
    short: dict[str, str] = {}
    for one in tools:
        free = rules.free(one.count, gone.get(one.id, []), row.on, today)
        if not 0 <= wanted[one.id] <= free:
            short[field_of(one.id)] = ngettext(
                "На этот день свободна %(n)s штука", "На этот день свободно %(n)s штук", free
            ) % {"n": free}
    if short:
        raise Invalid(_("Столько инструмента на складе нет"), fields=short, code="too-few-tools")
    Hold.objects.filter(day=row, tool__in=tools).delete()
    Hold.objects.bulk_create(
        Hold(day=row, tool=one, on=row.on, number=wanted[one.id]) for one in tools if wanted[one.id]
    )
    audit.record("workdays.tools_held", person.id, row.id, pieces=sum(wanted.values()))
    outbox.put(events.ToolsHeld(day_id=row.id))


@transaction.atomic
def give_back_tools(person: PersonRef, *, slug: str) -> None:
    """What a day has taken is in the store again; a second time changes nothing."""
    policies.may_keep_tools(person).or_refuse()
    row = locked(slug)
    if not Hold.objects.filter(day=row, is_back=False).update(is_back=True):
        return
    audit.record("workdays.tools_given_back", person.id, row.id)
    outbox.put(events.ToolsGivenBack(day_id=row.id))


@transaction.atomic
def save_tool(
    person: PersonRef, *, title: str, count: int, note: str, tool_id: UUID | None = None
) -> UUID:
    """Add a tool to the store, or say how many there are now; never fewer than are promised."""
    policies.may_keep_tools(person).or_refuse()
    row = Tool()
    if tool_id is not None:
        found = Tool.objects.select_for_update().filter(id=tool_id).first()
        if found is None:
            raise NotFound()
        row = found
        promised = rules.peak(store.taken([row.id]).get(row.id, []), terms.today())
        if count < promised:
            words = _("Соседям уже обещано %(n)s. Сначала уменьшите там.") % {"n": promised}
            raise Invalid(_("Столько обещать поздно"), fields={"count": words})
    row.title, row.count, row.note = title, count, note
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        words = _("Такой инструмент уже есть в списке.")
        raise Invalid(words, fields={"title": words}) from None
    audit.record("workdays.tool_saved", person.id, row.id, count=count)
    outbox.put(events.ToolSaved(tool_id=row.id))
    return row.id
