"""Tables of the town's geography. Outlines are GeoJSON in jsonb: geometry is shapely's work."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    """What an outline encloses."""

    TOWN = "town", _("муниципалитет")
    DISTRICT = "district", _("район города")
    SETTLEMENT = "settlement", _("населённый пункт")


class GroundKind(models.TextChoices):
    """Layers of the map's own ground, drawn in this order."""

    FOREST = "forest", _("лес")
    BUILT = "built", _("застройка")
    WORKS = "works", _("промышленная площадка")
    PARK = "park", _("парк")
    WATER = "water", _("вода")
    STREAM = "stream", _("ручей")
    STREET = "street", _("улица")
    ROAD = "road", _("дорога")
    RAILWAY = "railway", _("железная дорога")


class Place(models.Model):
    """The town, a district of it or a settlement: a name, an OKTMO code and an outline."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=PlaceKind.choices)
    name = models.CharField(max_length=120)
    # Districts of a town have no OKTMO code of their own, then it is empty.
    oktmo = models.CharField(max_length=11, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    outline = models.JSONField()
    area_m2 = models.FloatField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        db_table = "places_place"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="places_place_name_once_in_parent",
                fields=["parent", "name"],
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                name="places_place_oktmo_once", fields=["oktmo"], condition=~Q(oktmo="")
            ),
            models.CheckConstraint(
                name="places_place_oktmo_form",
                condition=Q(oktmo="") | Q(oktmo__regex=r"^([0-9]{8}|[0-9]{11})$"),
            ),
            models.CheckConstraint(
                name="places_place_kind_known", condition=Q(kind__in=PlaceKind.values)
            ),
            models.CheckConstraint(
                name="places_place_town_is_top", condition=~Q(kind="town") | Q(parent__isnull=True)
            ),
            models.CheckConstraint(name="places_place_area_positive", condition=Q(area_m2__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name


class Street(models.Model):
    """A street of a settlement or of the town. An empty name: houses without a street."""

    id = models.BigAutoField(primary_key=True)
    settlement = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="streets")
    name = models.CharField(max_length=120, blank=True)
    # « луговая улица село покровское»: every word after a space, so that LIKE «% лу%» finds the
    # beginnings of words through the trigram index.
    search = models.CharField(max_length=300)
    # The street's own words alone, for ranking and for typos.
    own_words = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "places_street"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="places_street_once_in_settlement", fields=["settlement", "name"]
            )
        ]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """A house: its number on a street, its point, and the district the point lies in."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="addresses")
    house = models.CharField(max_length=20)
    house_key = models.CharField(max_length=20)
    house_order = models.PositiveIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="addresses")
    latitude = models.FloatField()
    longitude = models.FloatField()
    fias = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "places_address"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="places_address_once_on_street", fields=["street", "house_key"]
            ),
            models.UniqueConstraint(name="places_address_fias_once", fields=["fias"]),
            models.CheckConstraint(
                name="places_address_point_on_earth",
                condition=Q(latitude__range=(-90, 90)) & Q(longitude__range=(-180, 180)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                name="places_address_street_order", fields=["street", "house_order", "house_key"]
            ),
            models.Index(name="places_address_point", fields=["latitude", "longitude"]),
        ]

    def __str__(self) -> str:
        return f"{self.street_id}, {self.house}"


class GroundFeature(models.Model):
    """A line or polygon of the map's own ground: river, park, road. For the eye alone."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=GroundKind.choices)
    name = models.CharField(max_length=120, blank=True)
    geometry = models.JSONField()

    class Meta:
        db_table = "places_ground_feature"

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class GeographyStamp(models.Model):
    """One row whose random stamp changes with every change of places, streets or ground.

    Random rather than counted: a number taken in a transaction that rolls back would come again
    with other contents, and every process keeps what it read under the stamp.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField(default=uuid4)

    class Meta:
        db_table = "places_geography_stamp"
        constraints: ClassVar = [
            models.CheckConstraint(name="places_geography_stamp_is_one", condition=Q(id=1))
        ]

    def __str__(self) -> str:
        return str(self.stamp)


class PendingUpload(models.Model):
    """A file that was read and tried, and waits for the administrator's yes: one of each kind."""

    kind = models.CharField(max_length=10, primary_key=True)
    token = models.UUIDField(default=uuid4)
    # Compressed; borders and houses, nothing of who lives there.
    packed = models.BinaryField()
    stamp = models.UUIDField(null=True)
    preview = models.JSONField()
    uploaded_by = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "places_pending_upload"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="places_pending_kind_known", condition=Q(kind__in=("outlines", "addresses"))
            )
        ]

    def __str__(self) -> str:
        return self.kind
