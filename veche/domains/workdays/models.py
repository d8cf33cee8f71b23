"""Tables of neighbours' days. People are opaque ids: names lie in the vault of identity."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from veche.domains.workdays import rules
from veche.kernel.ids import digits, new_id, slug_id

TITLE_MAX, TEXT_MAX, BRING_MAX, WHY_MAX = 120, 2000, 300, 600
ADDRESS_MAX, NAME_MAX, SHEET_MAX, WHOM_MAX, NOTE_MAX = 300, 200, 3000, 500, 200
TOOL_MAX = 500


def certificate_number() -> str:
    """Twelve digits of a certificate; the table refuses a second one."""
    return digits(12)


class Work(models.Model):
    """A kind of work of the town's list: whether neighbours do it, and whom to ask if not."""

    code = models.SlugField(max_length=40, primary_key=True)
    title = models.CharField(max_length=80, unique=True)
    icon = models.CharField(max_length=24, default="works")
    position = models.SmallIntegerField()
    standing = models.CharField(max_length=10, default=rules.NEIGHBOURS)
    # Who does it instead, and where to turn.
    whom = models.CharField(max_length=WHOM_MAX, default="")
    bring = models.CharField(max_length=BRING_MAX, default="")
    # The safety sheet in force; 0, there is none yet.
    sheet_number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(standing__in=rules.STANDINGS), name="workdays_work_standing"
            ),
            models.CheckConstraint(
                condition=Q(standing=rules.NEIGHBOURS, sheet_number__gt=0)
                | (~Q(standing=rules.NEIGHBOURS) & ~Q(whom="")),
                name="workdays_work_is_safe_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Sheet(models.Model):
    """A version of the safety sheet of a kind of work: what a helper has read stays provable."""

    append_only = True

    work = models.ForeignKey(Work, models.DO_NOTHING, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=SHEET_MAX)
    set_by_id = models.UUIDField(null=True)
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work", "number"], name="workdays_sheet_once")
        ]

    @property
    def lines(self) -> list[str]:
        """Its rules, one a line."""
        return [one for one in self.text.splitlines() if one.strip()]


class Tool(models.Model):
    """A tool of the town's store, and how many pieces of it there are."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=80, unique=True)
    # Where it is fetched and brought back.
    note = models.CharField(max_length=NOTE_MAX, default="")
    count = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(count__lte=TOOL_MAX), name="workdays_tool_count")
        ]

    def __str__(self) -> str:
        return self.title


def _allowed() -> Q:
    return Q(allowed_at__isnull=False)


class Day(models.Model):
    """A neighbours' day, from the first word to the hours of those who came."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id, editable=False)
    state = models.CharField(max_length=10, default=rules.ASKING)
    # Whether a moderator let the words through; public is what the owner agreed to besides.
    is_shown = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    caller_id = models.UUIDField(null=True)
    work = models.ForeignKey(Work, models.PROTECT, related_name="+")
    title = models.CharField(max_length=TITLE_MAX)
    text = models.TextField(max_length=TEXT_MAX, default="")
    bring = models.CharField(max_length=BRING_MAX, default="")
    latitude = models.FloatField()
    longitude = models.FloatField()
    place_id = models.UUIDField(null=True)
    address = models.CharField(max_length=ADDRESS_MAX)
    on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    hands_needed = models.PositiveSmallIntegerField()
    hands = models.PositiveSmallIntegerField(default=0)
    # Whose the place is, by an official's word; the town's officials answer for it without one,
    # and the name alone is what the caller said.
    owner_organisation_id = models.UUIDField(null=True)
    owner_name = models.CharField(max_length=NAME_MAX)
    allowed_by_id = models.UUIDField(null=True)
    allowed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=WHY_MAX, default="")
    # What it grew from in another service: kind, id there, title and address for everyone.
    origin_kind = models.CharField(max_length=60, default="")
    origin_id = models.CharField(max_length=64, default="")
    origin_title = models.CharField(max_length=NAME_MAX, default="")
    origin_url = models.CharField(max_length=300, default="")
    is_near_told = models.BooleanField(default=False)
    is_over_told = models.BooleanField(default=False)
    result = models.TextField(max_length=TEXT_MAX, default="")
    is_result_shown = models.BooleanField(default=False)
    came = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["starts_at", "id"],
                name="workdays_coming",
                condition=Q(is_public=True, state=rules.CALLED),
            ),
            models.Index(
                fields=["place_id", "starts_at", "id"],
                name="workdays_coming_here",
                condition=Q(is_public=True, state=rules.CALLED),
            ),
            models.Index(
                fields=["-done_at", "id"],
                name="workdays_done",
                condition=Q(is_public=True, state=rules.DONE),
            ),
            models.Index(
                fields=["starts_at", "id"],
                name="workdays_asking",
                condition=Q(state=rules.ASKING),
            ),
            models.Index(fields=["on"], name="workdays_live", condition=Q(state__in=rules.LIVE)),
            models.Index(fields=["caller_id", "-starts_at", "id"], name="workdays_of_caller"),
            GinIndex(SearchVector("title", "text", config="russian"), name="workdays_words"),
            models.Index(fields=["origin_kind", "origin_id"], name="workdays_of_origin"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=rules.STATES), name="workdays_state"),
            # Nobody is called before the owner of the place has said yes.
            models.CheckConstraint(
                condition=~Q(state__in=(rules.CALLED, rules.DONE)) | _allowed(),
                name="workdays_owner_agreed",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False)
                | (Q(is_shown=True, state__in=rules.SHOWN) & _allowed()),
                name="workdays_public_was_passed",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.DONE) | Q(done_at__isnull=False),
                name="workdays_done_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.FORBIDDEN) | ~Q(reason=""),
                name="workdays_refusal_is_reasoned",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="workdays_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(hands_needed__range=(1, rules.NEEDED_MAX)), name="workdays_needed"
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)) & Q(longitude__range=(-180, 180)),
                name="workdays_on_earth",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="workdays_title_given"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def length_minutes(self) -> int:
        """How long it was announced for."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class Hold(models.Model):
    """Pieces of a tool that are for a day; back in the store once they were brought."""

    day = models.ForeignKey(Day, models.CASCADE, related_name="holds")
    tool = models.ForeignKey(Tool, models.PROTECT, related_name="holds", db_index=False)
    on = models.DateField()
    number = models.PositiveSmallIntegerField()
    is_back = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["tool", "on"], name="workdays_held", condition=Q(is_back=False))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "tool"], name="workdays_hold_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="workdays_hold_some"),
        ]


class Hand(models.Model):
    """A neighbour who comes: known on the spot by a number, and by a name if they want."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.ForeignKey(Day, models.CASCADE, related_name="helpers")
    # Nobody once the account is erased; the hours stay in the sums.
    person_id = models.UUIDField(null=True, db_index=True)
    badge = models.PositiveSmallIntegerField()
    hands = models.PositiveSmallIntegerField(default=1)
    # The safety sheet that was shown and accepted.
    sheet = models.ForeignKey(Sheet, models.DO_NOTHING, related_name="+")
    # Whether the caller may see the name, and the list of hours may hold it.
    shares_name = models.BooleanField(default=False)
    joined_at = models.DateTimeField(db_default=Now())
    came = models.BooleanField(default=False)
    minutes = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=12, unique=True, null=True)

    class Meta:
        ordering: ClassVar = ["badge"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "person_id"], name="workdays_helper_once"),
            models.UniqueConstraint(fields=["day", "badge"], name="workdays_badge_once"),
            models.CheckConstraint(
                condition=Q(hands__range=(1, rules.HANDS_MAX)), name="workdays_helper_hands"
            ),
            models.CheckConstraint(
                condition=Q(came=True, minutes__gt=0) | Q(minutes=0),
                name="workdays_hours_of_who_came",
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(minutes__gt=0), name="workdays_certified_hours"
            ),
        ]


class Photo(models.Model):
    """A photo of a day: what was sent, and its blurred copy, which alone anyone may see."""

    BEFORE, AFTER = "before", "after"
    WAITING, BLURRED, SHOWN, HIDDEN = "waiting", "blurred", "shown", "hidden"

    # The id of the file as it was sent.
    id = models.UUIDField(primary_key=True)
    day = models.ForeignKey(Day, models.CASCADE, related_name="photos")
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default=WAITING)
    blurred_id = models.UUIDField(null=True)
    by_id = models.UUIDField(null=True)
    position = models.SmallIntegerField(default=0)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["added_at", "position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=("before", "after")), name="workdays_photo_kind"
            ),
            # What was not blurred and looked at is nobody's to see.
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "hidden"))
                | Q(state__in=("blurred", "shown"), blurred_id__isnull=False),
                name="workdays_photo_blurred",
            ),
        ]
