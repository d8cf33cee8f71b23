"""Tables of an official or of a feed, written row by row; nothing comes twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.homes import events, policies
from veche.domains.homes.actions import outages as one_by_one
from veche.domains.homes.actions.outages import OutageText, Source
from veche.domains.homes.models import (
    KEY_MAX,
    NAME_MAX,
    PHONE_MAX,
    TEXT_MAX,
    Outage,
    Provider,
    Serving,
)
from veche.domains.homes.queries import outages as reading
from veche.domains.homes.queries import serving, wheres, wording
from veche.domains.homes.rules import outages, words
from veche.domains.homes.rules.table import Table, day_of, moment_of
from veche.kernel import clock, outbox

ERRORS_SHOWN = 50


@dataclass
class Outcome:
    """What became of the rows: new ones, changed, the same as before, and those with mistakes."""

    made: int = 0
    changed: int = 0
    same: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def wrong(self, line: int, words: str) -> None:
        """A row that is left out, and why."""
        self.errors.append((line, words))

    def told(self, words: str) -> None:
        """One of the first rows, as it will be."""
        if len(self.shown) < ERRORS_SHOWN:
            self.shown.append(words)


Cells = Mapping[str, str]


def _rows(table: Table, mapping: Mapping[str, int], done: Outcome) -> list[tuple[int, Cells]]:
    """Cells by their fields; a row that is longer than the heading is one with a mistake."""
    found: list[tuple[int, Cells]] = []
    for number, row in table.rows:
        if any(row[len(table.header) :]):
            done.wrong(number, _("столбцов больше, чем в заголовке"))
            continue
        cells = {name: row[index] for name, index in mapping.items() if index < len(row)}
        found.append((number, cells))
    return found


@dataclass(frozen=True)
class _Line:
    """A row of the first table that was read without a mistake."""

    kind: str
    name: str
    where: places.Named
    cells: Cells
    since_on: date | None

    @property
    def key(self) -> tuple[str, UUID | None, UUID | None]:
        return self.kind, self.where.address_id, self.where.place_id


@transaction.atomic
def import_servings(
    person: PersonRef, *, table: Table, mapping: Mapping[str, int], source: str
) -> Outcome:
    """Write who serves what; rows with mistakes are left out and named."""
    policies.may_keep_homes(person).or_refuse()
    done = Outcome()
    lines = _read_servings(table, mapping, done)
    providers = _providers(lines)
    known = _known(lines)
    for line in lines:
        provider = providers[line.name.casefold()]
        values = {
            "provider": provider,
            "note": line.cells.get("note", "")[:TEXT_MAX],
            "source": (line.cells.get("source") or source)[:TEXT_MAX],
        }
        _keep(person, line, values, known.get(line.key, []), done)
    audit.record(
        "homes.servings_imported", person.id, "table", made=done.made, changed=done.changed
    )
    outbox.put(events.ServingsImported(made=done.made, changed=done.changed))
    return done


def _read_servings(table: Table, mapping: Mapping[str, int], done: Outcome) -> list[_Line]:
    rows = _rows(table, mapping, done)
    named = places.named(cells.get("where", "") for _number, cells in rows)
    found: dict[tuple[Any, ...], int] = {}
    lines = []
    for number, cells in rows:
        line = _serving(number, cells, named, done)
        if line is None:
            continue
        first = found.setdefault((*line.key, line.since_on), number)
        if first == number:
            lines.append(line)
        else:
            done.wrong(number, _("повторяет строку %(line)s") % {"line": first})
    return lines


def _serving(
    number: int, cells: Cells, named: Mapping[str, places.Named], done: Outcome
) -> _Line | None:
    kind, name = words.kind_of(cells.get("kind", "")), cells.get("name", "")[:NAME_MAX]
    where, since = named[cells.get("where", "")], cells.get("since", "")
    on = day_of(since) if since else None
    if not kind:
        done.wrong(
            number, _("не понять, чем обслуживает: «%(word)s»") % {"word": cells.get("kind", "")}
        )
    elif not name:
        done.wrong(number, _("нет названия организации"))
    elif not (where.address_id or where.place_id):
        done.wrong(
            number, _("такого дома или района нет: «%(word)s»") % {"word": cells.get("where", "")}
        )
    elif since and on is None:
        done.wrong(number, _("такого дня нет: «%(word)s»") % {"word": since})
    else:
        return _Line(kind, name, where, cells, on)
    return None


def _providers(lines: list[_Line]) -> dict[str, Provider]:
    """Those that are known, with newer telephones, and those that are made now."""
    found = serving.providers_by_name([line.name for line in lines])
    for line in lines:
        row = found.get(line.name.casefold())
        phones = {
            "phone": line.cells.get("phone", "")[:PHONE_MAX],
            "emergency_phone": line.cells.get("emergency", "")[:PHONE_MAX],
        }
        if row is None:
            found[line.name.casefold()] = Provider.objects.create(name=line.name, **phones)
            continue
        newer = {name: told for name, told in phones.items() if told and told != getattr(row, name)}
        if newer:
            for name, told in newer.items():
                setattr(row, name, told)
            row.save(update_fields=list(newer))
    return found


def _known(lines: list[_Line]) -> dict[tuple[str, UUID | None, UUID | None], list[Serving]]:
    """Lines there are already at those places, the newest first."""
    houses = {line.where.address_id for line in lines if line.where.address_id}
    grounds = {line.where.place_id for line in lines if line.where.place_id}
    found: dict[tuple[str, UUID | None, UUID | None], list[Serving]] = {}
    rows = Serving.objects.filter(Q(address_id__in=houses) | Q(place_id__in=grounds))
    for row in rows.order_by("-since_on"):
        found.setdefault((row.kind, row.address_id, row.place_id), []).append(row)
    return found


def _keep(
    person: PersonRef, line: _Line, values: dict[str, Any], known: list[Serving], done: Outcome
) -> None:
    """One row: as it was, changed on its day, or new from a day on."""
    on = line.since_on or serving.today()
    last = next((row for row in known if line.since_on in (None, row.since_on)), None)
    if last is not None and (last.provider_id, last.note) == (
        values["provider"].id,
        values["note"],
    ):
        done.same += 1
        return
    kept = {**values, "kept_at": clock.now(), "kept_by": person.known_id}
    done.told(f"{line.where.text}: {wording.KINDS[line.kind]} — {line.name}")
    if last is not None and last.since_on == on:
        for name, value in kept.items():
            setattr(last, name, value)
        last.save()
        done.changed += 1
        return
    kind, address_id, place_id = line.key
    Serving.objects.create(kind=kind, address_id=address_id, place_id=place_id, since_on=on, **kept)
    done.made += 1


@dataclass(frozen=True)
class _Off:
    """A row of the second table that was read without a mistake."""

    key: str
    text: OutageText
    where: wheres.Where

    @property
    def told(self) -> dict[str, str]:
        """All that the row says, each as a word to compare."""
        said = {name: str(value) for name, value in vars(self.text).items()}
        times = {name: getattr(self.text, name) for name in ("starts_at", "ends_at")}
        utc = {name: value.astimezone(UTC).isoformat() for name, value in times.items()}
        return {**said, **utc, "where": self.where.text}


@transaction.atomic
def import_outages(person: PersonRef, *, table: Table, mapping: Mapping[str, int]) -> Outcome:
    """Write outages of an official's table."""
    policies.may_announce_outage(person).or_refuse()
    return _write(table, mapping, origin="upload", answers="", person_id=person.id)


@transaction.atomic
def take_from_feed(
    *, table: Table, mapping: Mapping[str, int], feed_id: UUID, name: str
) -> Outcome:
    """Write outages that a feed told; whoever is not named there answers as the feed is called."""
    return _write(table, mapping, origin=f"feed:{feed_id}", answers=name, person_id=None)


def _write(
    table: Table,
    mapping: Mapping[str, int],
    *,
    origin: str,
    answers: str,
    person_id: UUID | None,
) -> Outcome:
    done = Outcome()
    rows = _read_outages(table, mapping, answers, done)
    known = reading.known_keys(origin, [row.key for row in rows])
    for row in rows:
        old = known.get(row.key)
        if old is not None and _is_another(old, row.text):
            old.outer_key = ""
            old.save(update_fields=["outer_key"])
            old = None
        if old is None:
            source = Source(origin, row.key, row.told)
            made = one_by_one.write(row.text, where=row.where, person_id=person_id, source=source)
            known[row.key] = made
            done.made += 1
            done.told(f"{wording.TROUBLES[made.trouble]}: {made.where}"[:TEXT_MAX])
        elif (followed := _follow(old, row)) is not None:
            done.changed += 1
            done.told(f"{wording.TROUBLES[followed.trouble]}: {followed.where}"[:TEXT_MAX])
        else:
            done.same += 1
    audit.record("homes.outages_imported", person_id, "table", made=done.made, changed=done.changed)
    outbox.put(events.OutagesImported(made=done.made, changed=done.changed))
    return done


def _is_another(old: Outage, text: OutageText) -> bool:
    """Whether a number is used again, for what begins after its outage was over."""
    is_past = wording.state_of(old) in (outages.OVER, outages.CANCELLED)
    return is_past and text.starts_at >= old.ends_at


def _follow(old: Outage, row: _Off) -> Outage | None:
    """Take over what the table tells anew, but never undo a person; None when nothing is new."""
    if not _fresh(old, row):
        return None
    # A long table must not write over what an official has done since it was begun.
    old = Outage.objects.select_for_update().get(id=old.id)
    if reading.is_ended_by_person(old):
        return None
    fresh = _fresh(old, row)
    old.told = row.told
    one_by_one.follow(old, text=row.text, where=row.where, fresh=fresh)
    return old


def _fresh(old: Outage, row: _Off) -> set[str]:
    return {name for name, value in row.told.items() if value != old.told.get(name)}


def _read_outages(
    table: Table, mapping: Mapping[str, int], answers: str, done: Outcome
) -> list[_Off]:
    zone = clock.zone(towns.current().time_zone)
    rows = [
        (number, cells, wheres.spread(cells.get("where", "").split(";")))
        for number, cells in _rows(table, mapping, done)
    ]
    named = places.named(text for _number, _cells_, texts in rows for text in texts)
    found: dict[str, tuple[int, _Off]] = {}
    for number, cells, texts in rows:
        read = _off(number, cells, wheres.of(texts, named), zone, answers, done)
        if read is not None:
            first = found.get(read.key)
            found[read.key] = _one_of(first, (number, read), done) if first else (number, read)
    return [row for _number, row in found.values()]


def _one_of(first: tuple[int, _Off], second: tuple[int, _Off], done: Outcome) -> tuple[int, _Off]:
    """Of two rows with one number: the same at two places is one outage; else the latest holds."""
    (line, one), (_other_line, other) = first, second
    if one.text == other.text:
        return line, replace(one, where=wheres.joined(one.where, other.where))
    kept, left = (second, first) if other.text.ends_at > one.text.ends_at else (first, second)
    done.wrong(left[0], _("повторяет строку %(line)s") % {"line": kept[0]})
    return kept


def _off(
    number: int,
    cells: Cells,
    where: wheres.Where,
    zone: ZoneInfo,
    answers: str,
    done: Outcome,
) -> _Off | None:
    trouble = words.trouble_of(cells.get("what", ""))
    starts, ends = (moment_of(cells.get(name, ""), zone) for name in ("starts", "ends"))
    nature = words.nature_of(cells.get("nature", ""))
    if not trouble:
        done.wrong(
            number, _("не понять, что отключают: «%(word)s»") % {"word": cells.get("what", "")}
        )
    elif starts is None or ends is None or not outages.is_sane(starts, ends):
        done.wrong(number, _("начало или конец не читаются или стоят наоборот"))
    elif where.errors or not where.spots:
        done.wrong(number, "; ".join(where.errors[:3]) or _("не указано, где"))
    else:
        text = OutageText(
            trouble=trouble,
            nature=nature,
            why=(cells.get("why") or str(wording.NATURES[nature]))[:TEXT_MAX],
            answers=(cells.get("answers") or answers or towns.current().name)[:NAME_MAX],
            phone=cells.get("phone", "")[:PHONE_MAX],
            starts_at=starts,
            ends_at=ends,
        )
        return _Off(_key(cells, text, where, starts), text, where)
    return None


def _key(cells: Cells, text: OutageText, where: wheres.Where, starts: datetime) -> str:
    """The number of the other system; without one, what is off where since when."""
    if cells.get("key"):
        return cells["key"][:KEY_MAX]
    told = f"{text.trouble}|{where.text}|{starts.isoformat()}"
    return hashlib.sha256(told.encode()).hexdigest()[:40]
