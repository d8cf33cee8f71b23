"""Following a topic or a part of the town, and leaving it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.notifications import cells, policies, rules
from veche.commons.notifications.kinds import found_topic, is_topic
from veche.commons.notifications.models import Area, Following, Preferences
from veche.commons.places import public as places
from veche.kernel import idempotency, locks
from veche.kernel.errors import Conflict, Invalid, NotFound

FOLLOWED_MAX = 1_000


@transaction.atomic
def follow_topic(person: PersonRef, *, topic: str) -> None:
    """Hear of a topic from now on; again, it changes nothing. NotFound for what is not shown."""
    policies.may_follow_topic(person).or_refuse()
    found = found_topic(topic)
    if found is None:
        raise NotFound()
    if Following.objects.filter(person_id=person.known_id).count() >= FOLLOWED_MAX:
        raise Conflict(
            _("Вы следите уже за тысячей дел"),
            advice=_("Уберите то, что больше не нужно, и повторите."),
            code="too-many-followed",
        )
    title, url = found
    row = Following(person_id=person.known_id, topic=topic, title=title[:300], url=url[:300])
    Following.objects.bulk_create([row], ignore_conflicts=True)
    note_language(person)
    # Who follows what is nobody's business, so the journal does not tell who it was.
    audit.record("notifications.topic_followed", None, "topic", prefix=topic.partition(":")[0])


@transaction.atomic
def keep_told(person_id: UUID, *, topic: str) -> None:
    """Whoever takes part in a thing hears of it as who follows it does, and may stop so too.

    Joins the act by which they take part; of what is not shown nobody is told.
    """
    found = found_topic(topic)
    if found is None:
        return
    title, url = found
    row = Following(person_id=person_id, topic=topic, title=title[:300], url=url[:300])
    Following.objects.bulk_create([row], ignore_conflicts=True)
    audit.record("notifications.topic_followed", None, "topic", prefix=topic.partition(":")[0])


@transaction.atomic
def unfollow_topic(person: PersonRef, *, topic: str) -> None:
    """Hear no more of a topic."""
    policies.may_follow_topic(person).or_refuse()
    if not is_topic(topic):
        raise NotFound()
    gone, _each = Following.objects.filter(person_id=person.known_id, topic=topic).delete()
    if gone:
        prefix = topic.partition(":")[0]
        audit.record("notifications.topic_unfollowed", None, "topic", prefix=prefix)


def keep_area(
    person: PersonRef, *, latitude: float, longitude: float, radius_m: int, key: str
) -> UUID:
    """Hear of what happens around a point; Invalid outside of the town, Conflict past five."""
    policies.may_keep_area(person).or_refuse()
    place = places.place_at(latitude, longitude)
    if place is None or radius_m not in rules.RADII_M:
        raise Invalid(
            _("Это место вне муниципалитета"),
            advice=_("Выберите улицу и дом, точку на карте или район из списка."),
            code="area-outside",
        )

    def make() -> str:
        locks.take(exclusive=[f"notifications.areas:{person.known_id}"])
        taken = set(Area.objects.filter(person_id=person.known_id).values_list("slot", flat=True))
        free = next((n for n in range(1, rules.AREAS_MAX + 1) if n not in taken), None)
        if free is None:
            raise Conflict(
                _("Мест уже пять"), advice=_("Уберите одно из них."), code="too-many-areas"
            )
        lat, lon = cells.rounded(latitude, longitude)
        row = Area.objects.create(
            person_id=person.known_id,
            slot=free,
            place_name=place.name,
            latitude=lat,
            longitude=lon,
            radius_m=radius_m,
            cell=cells.cell_of(lat, lon),
        )
        note_language(person)
        audit.record("notifications.area_kept", None, "area")
        return str(row.id)

    told = f"{latitude:.6f} {longitude:.6f} {radius_m}".encode()
    return UUID(idempotency.answer_once(f"person:{person.known_id}", key, told, make))


@transaction.atomic
def drop_area(person: PersonRef, *, area_id: UUID) -> None:
    """Hear no more of what happens there; NotFound for what is not one's own."""
    policies.may_keep_area(person).or_refuse()
    gone, _each = Area.objects.filter(id=area_id, person_id=person.known_id).delete()
    if not gone:
        raise NotFound()
    audit.record("notifications.area_dropped", None, "area")


def note_language(person: PersonRef) -> None:
    """Write to a person in the language in which they asked for it first."""
    row = Preferences(person_id=person.known_id, language=(get_language() or "ru")[:5])
    Preferences.objects.bulk_create([row], ignore_conflicts=True)
