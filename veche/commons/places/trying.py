"""What a file would change, found by changing it and taking everything back.

The import itself is run inside a transaction that is undone, so the preview cannot promise anything
else than what happens: whatever an import learns to do later is in the preview the same day.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.places import actions, geometry, outlines_file, policies, queries
from veche.commons.places.models import Address, PendingUpload, Place
from veche.kernel import clock
from veche.kernel.errors import Conflict, NotFound

OUTLINES, ADDRESSES = "outlines", "addresses"
KINDS = (OUTLINES, ADDRESSES)
MOST_LISTED = 200
MOST_PINS = 300

Import = Callable[..., actions.Imported]
_IMPORTS: dict[str, Import] = {
    OUTLINES: actions.import_outlines,
    ADDRESSES: actions.import_addresses,
}
Snapshot = dict[UUID, tuple[str, tuple[Any, ...]]]


class _Undo(Exception):
    """Takes everything back."""


def try_upload(actor: policies.Actor, *, kind: str, data: bytes) -> PendingUpload:
    """Keep a file that passes every check, with what it would change; FileRefused names the rest.

    An earlier file of that kind gives way.
    """
    policies.may_import_places(actor).or_refuse()
    if kind not in KINDS:
        raise NotFound()
    stamp = queries.stamp()
    preview = _preview(actor, kind, data)
    values = {
        "token": uuid4(),
        "packed": zlib.compress(data, 6),
        "stamp": stamp,
        "preview": preview,
        "uploaded_by": actor.id,
        "uploaded_at": clock.database_now(),
    }
    return PendingUpload.objects.update_or_create(kind=kind, defaults=values)[0]


@transaction.atomic
def take_upload(actor: policies.Actor, *, kind: str, token: str) -> actions.Imported:
    """Import the file that was tried; Conflict when another was uploaded or the town changed."""
    policies.may_import_places(actor).or_refuse()
    pending = PendingUpload.objects.select_for_update().filter(kind=kind).first()
    if pending is None:
        raise NotFound()
    if str(pending.token) != token or pending.stamp != queries.stamp():
        raise Conflict(
            _("После проверки что-то изменилось"),
            advice=_("Загрузите файл ещё раз и проверьте, что получится."),
            code="stale-preview",
        )
    imported = _IMPORTS[kind](actor, data=zlib.decompress(bytes(pending.packed)))
    pending.delete()
    return imported


def leave_upload(actor: policies.Actor, *, kind: str) -> None:
    """Forget a file that was tried."""
    policies.may_import_places(actor).or_refuse()
    PendingUpload.objects.filter(kind=kind).delete()


def pending(kind: str) -> PendingUpload:
    """The file of that kind that waits; NotFound."""
    found = PendingUpload.objects.filter(kind=kind).first()
    if found is None:
        raise NotFound()
    return found


def outlines_of(upload: PendingUpload) -> dict[str, Any]:
    """Outlines of a file that waits, for the map."""
    rows = outlines_file.read_outlines(zlib.decompress(bytes(upload.packed)))
    features = [
        {
            "type": "Feature",
            "id": str(row.number),
            "properties": {"id": str(row.number), "name": row.name, "kind": row.kind},
            "geometry": geometry.as_geojson(
                row.outline.simplify(queries.OUTLINE_TOLERANCE_DEGREES), decimals=5
            ),
        }
        for row in rows
    ]
    return queries.collection(features)


def _preview(actor: policies.Actor, kind: str, data: bytes) -> dict[str, Any]:
    snapshot = _places if kind == OUTLINES else _addresses
    before = snapshot()
    after: Snapshot = {}
    imported = actions.Imported(0, 0)
    try:
        with transaction.atomic():
            imported = _IMPORTS[kind](actor, data=data)
            after = snapshot()
            raise _Undo
    except _Undo:
        pass
    return {
        "rows": imported.created + imported.updated,
        "created": _listed(after, lambda one: one not in before),
        "changed": _listed(after, lambda one: one in before and before[one] != after[one]),
        "absent": {
            "count": len(imported.absent),
            "names": list(imported.absent[:MOST_LISTED]),
        },
        "moved": imported.moved,
    }


def _listed(after: Snapshot, is_wanted: Callable[[UUID], bool]) -> dict[str, Any]:
    found = [after[one] for one in after if is_wanted(one)]
    points = [point for _name, (point, *_rest) in found[:MOST_PINS]]
    names = [name for name, _facts in found]
    return {"count": len(found), "names": names[:MOST_LISTED], "points": points}


def _places() -> Snapshot:
    return {
        place.id: (
            place.name,
            (
                (place.longitude, place.latitude),
                place.kind,
                place.oktmo,
                place.parent_id,
                place.population,
                place.outline,
            ),
        )
        for place in Place.objects.order_by("kind", "name")
    }


def _addresses() -> Snapshot:
    rows = Address.objects.order_by("street__name", "house_order", "house_key").values_list(
        "id",
        "street__name",
        "street__settlement__name",
        "house",
        "longitude",
        "latitude",
        "place_id",
        "fias",
    )
    return {
        one: (f"{street or settlement}, {house}", ((lon, lat), house, place_id, fias))
        for one, street, settlement, house, lon, lat, place_id, fias in rows
    }


def pins_of(upload: PendingUpload) -> dict[str, Any]:
    """The first of the new and changed houses, for the map."""
    preview: Mapping[str, Any] = upload.preview
    features: list[dict[str, Any]] = []
    for group in ("created", "changed"):
        part = preview[group]
        for name, point in zip(part["names"], part["points"], strict=False):
            number = len(features) + 1
            features.append(
                {
                    "type": "Feature",
                    "id": str(number),
                    "properties": {"id": str(number), "title": name, "text": "", "url": ""},
                    "geometry": {"type": "Point", "coordinates": list(point)},
                }
            )
    return queries.collection(features)
