"""Appeals and receptions behind their addresses: one by the resident, answered; a booked hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veche.commons.identity.public import Addressee, PersonRef
from veche.domains.appeals.actions import receiving
from veche.domains.appeals.tests import makers

FORMS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "/office/appeals/list.": [{"form": "csv"}, {"form": "xlsx"}],
}


def furnish_appeals(word: str, resident: PersonRef) -> dict[str, Sequence[Mapping[str, str]]]:
    """What addresses of appeals may name in the town being served."""
    makers.open_service()
    writer = Addressee("Орлова", "Вера", "", word)
    row = makers.make_appeal(resident, text=f"{word}: почините мост", addressee=writer)
    row = makers.answered(makers.registered(row))
    waits = makers.registered(makers.make_appeal(resident, text=word, addressee=writer))
    letter = {"number": row.number, "position": "1", "form": "pdf"}
    appeals: list[Mapping[str, str]] = [letter, {"number": waits.number}]
    department = makers.make_department(f"{word} управление")
    reception = makers.make_reception(topics=word)
    (slot, *_rest) = reception.slots.order_by("starts_at")
    receiving.book_slot(resident, slug=reception.slug, slot_id=slot.id, topic=word)
    hours = [{"slug": reception.slug}]
    return {
        **dict.fromkeys(("/appeals/", "/office/appeals/"), appeals),
        "/office/departments/": [{"slug": department.slug}],
        **dict.fromkeys(("/reception/", "/office/reception/", "/api/v1/receptions/"), hours),
    }
