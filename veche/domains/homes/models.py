"""Tables of houses: who serves them, and what is off where."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from veche.domains.homes.rules import outages, words
from veche.kernel.ids import digits, new_id, slug_id

NAME_MAX, PHONE_MAX, TEXT_MAX, SITE_MAX = 200, 60, 300, 300
KEY_MAX = 120


def _choices(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(one, one) for one in codes]


def outage_number() -> str:
    """Eight digits, as in the address of an outage."""
    return digits(8)


class Provider(models.Model):
    """Who serves houses: a company, a network, a school, a deputy of the council."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id)
    name = models.CharField(max_length=NAME_MAX, unique=True)
    phone = models.CharField(max_length=PHONE_MAX, default="")
    emergency_phone = models.CharField(max_length=PHONE_MAX, default="")
    address = models.CharField(max_length=TEXT_MAX, default="")
    hours = models.CharField(max_length=TEXT_MAX, default="")
    site = models.CharField(max_length=SITE_MAX, default="")

    class Meta:
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Serving(models.Model):
    """Who serves from a day on: a house, a place, or (with neither) the whole town."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=_choices(words.KINDS))
    address_id = models.UUIDField(null=True)
    place_id = models.UUIDField(null=True)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="servings")
    note = models.CharField(max_length=TEXT_MAX, default="")
    since_on = models.DateField()
    # «Жилищный отдел, реестр на 1 ноября»: where the town has it from.
    source = models.CharField(max_length=TEXT_MAX)
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["address_id"], name="homes_serving_address"),
            models.Index(fields=["place_id"], name="homes_serving_place"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "address_id", "place_id", "since_on"],
                name="homes_serving_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(address_id=None) | Q(place_id=None), name="homes_serving_one_where"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=words.KINDS), name="homes_serving_kind_known"
            ),
        ]


class Feed(models.Model):
    """An address the town has named, from which outages are fetched as CSV."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=NAME_MAX, unique=True)
    url = models.CharField(max_length=500)
    is_on = models.BooleanField(default=True)
    fetched_at = models.DateTimeField(null=True)
    # A word of a closed list for what went wrong last, and how many rows could not be read.
    trouble = models.CharField(max_length=16, default="")
    made = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    skipped = models.IntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["name", "id"]


class Outage(models.Model):
    """Something is off, was, or will be: what, from when until when, why, who answers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=8, unique=True, default=outage_number)
    trouble = models.CharField(max_length=8, choices=_choices(words.TROUBLES))
    nature = models.CharField(max_length=8, choices=_choices(words.NATURES))
    why = models.CharField(max_length=TEXT_MAX)
    answers = models.CharField(max_length=NAME_MAX)
    phone = models.CharField(max_length=PHONE_MAX, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_cancelled = models.BooleanField(default=False)
    # Every place that is touched, for lists: the innermost ones.
    place_ids = ArrayField(models.UUIDField(), default=list)
    where = models.TextField()
    # By what a table's row is known again: nothing comes twice.
    origin = models.CharField(max_length=48, default="")
    outer_key = models.CharField(max_length=KEY_MAX, default="")
    # The row as that table last told it: only what it tells anew is followed.
    told = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-starts_at", "id"], name="homes_outages_newest"),
            models.Index(
                fields=["ends_at"], name="homes_outages_ahead", condition=Q(is_cancelled=False)
            ),
            models.Index(fields=["-changed_at", "id"], name="homes_outages_changed"),
            GinIndex(fields=["place_ids"], name="homes_outages_places"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="homes_outage_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(trouble__in=words.TROUBLES), name="homes_outage_trouble_known"
            ),
            models.UniqueConstraint(
                fields=["origin", "outer_key"],
                name="homes_outage_once",
                condition=~Q(outer_key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OutageSpot(models.Model):
    """One place, street or house of an outage."""

    outage = models.ForeignKey(Outage, models.CASCADE, related_name="spots")
    text = models.CharField(max_length=TEXT_MAX)
    place_id = models.UUIDField(null=True)
    street_id = models.BigIntegerField(null=True)
    address_id = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(
                fields=["place_id"], name="homes_spot_place", condition=Q(place_id__isnull=False)
            ),
            models.Index(
                fields=["street_id"],
                name="homes_spot_street",
                condition=Q(street_id__isnull=False),
            ),
            models.Index(
                fields=["address_id"],
                name="homes_spot_address",
                condition=Q(address_id__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(place_id__isnull=False, street_id=None, address_id=None)
                | Q(place_id=None, street_id__isnull=False, address_id=None)
                | Q(place_id=None, street_id=None, address_id__isnull=False),
                name="homes_spot_is_one_thing",
            )
        ]


class OutageStep(models.Model):
    """What was said of an outage and when; never changed."""

    append_only = True

    outage = models.ForeignKey(Outage, models.DO_NOTHING, related_name="steps")
    verb = models.CharField(max_length=12, choices=_choices(outages.VERBS))
    reason = models.CharField(max_length=TEXT_MAX, default="")
    ends_at = models.DateTimeField()
    # Spots that it touches no longer since this step.
    left = models.JSONField(default=list)
    at = models.DateTimeField(db_default=Now())
    person_id = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]


class Upload(models.Model):
    """A table that an official looks at before it is written; one of each kind. A job tries and
    writes it: `outcome` is what it would change, or has changed."""

    SERVINGS, OUTAGES = "servings", "outages"
    NEW, TRYING, TRIED, TAKING, DONE = "new", "trying", "tried", "taking", "done"

    owner_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=_choices((SERVINGS, OUTAGES)))
    token = models.UUIDField(default=new_id)
    state = models.CharField(max_length=8, default=NEW)
    # Sealed: it may hold names and telephones of seniors. Gone once it is written.
    packed = models.BinaryField(null=True)
    # What its page says of it, so that nobody unpacks it for that.
    header = ArrayField(models.TextField(), default=list, db_default=[])
    rows = models.IntegerField(default=0, db_default=0)
    # Our field -> the place of its column, as it was last chosen.
    mapping = models.JSONField(default=dict)
    source = models.CharField(max_length=TEXT_MAX, default="")
    outcome = models.JSONField(null=True)
    uploaded_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner_id", "kind"], name="homes_upload_one"),
            models.CheckConstraint(
                condition=Q(state__in=("new", "trying", "tried", "taking"), packed__isnull=False)
                | Q(state="done", packed=None),
                name="homes_upload_state",
            ),
        ]
