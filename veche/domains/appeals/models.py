"""Tables of appeals and of reception hours.

Who writes and where to the answer goes lies in the vault of identity: here is an opaque id of it.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from veche.domains.appeals.rules import states
from veche.kernel.ids import digits, new_id, slug_id

TEXT_MAX, LETTER_MAX, NAME_MAX, LINE_MAX = 10_000, 10_000, 200, 300
FILES_MAX = 5


def _choices(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(one, one) for one in words]


def appeal_number() -> str:
    """Eight digits for addresses; whoever keeps them asks first whether they are free."""
    return digits(8)


class Department(models.Model):
    """Who prepares answers: a department of the administration, known by its name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id)
    name = models.CharField(max_length=NAME_MAX)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="appeals_department_name")
        ]


class Appeal(models.Model):
    """One appeal under 59-ФЗ, from its filing until its case is destroyed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=8, unique=True, default=appeal_number)
    kind = models.CharField(max_length=10, choices=_choices(states.KINDS))
    source = models.CharField(
        max_length=10, choices=_choices(states.SOURCES), default=states.PORTAL
    )
    text = models.TextField(max_length=TEXT_MAX)
    state = models.CharField(max_length=10, choices=_choices(states.STATES), default=states.FILED)
    author_id = models.UUIDField(null=True)
    addressee_id = models.UUIDField(null=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField()
    filed_on = models.DateField()
    # The day on which it came, and the number in the office's book of that year.
    registered_on = models.DateField(null=True)
    book_year = models.SmallIntegerField(null=True)
    book_number = models.IntegerField(null=True)
    register_by = models.DateField()
    # Until when it is registered, and once it is, answered.
    due_on = models.DateField()
    forward_by = models.DateField(null=True)
    notice_by = models.DateField(null=True)
    extended_on = models.DateField(null=True)
    forwarded_to = models.CharField(max_length=NAME_MAX, default="")
    ground = models.CharField(max_length=12, default="")
    ended_on = models.DateField(null=True)
    overdue_told_for = models.DateField(null=True)
    # Of which of its days the office was told before it came.
    near_told_for = models.DateField(null=True)
    # The case was destroyed when its term was over; figures stay.
    is_forgotten = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due_on", "id"],
                name="appeals_urgent",
                condition=Q(state__in=sorted(states.RUNNING)),
            ),
            models.Index(fields=["author_id", "-filed_at", "id"], name="appeals_of_author"),
            models.Index(fields=["-filed_at", "id"], name="appeals_filed"),
            models.Index(
                fields=["ended_on", "department"],
                name="appeals_ended",
                condition=Q(ended_on__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["book_year", "book_number"], name="appeals_once_in_the_book"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(states.FILED, states.WITHDRAWN))
                | Q(
                    registered_on__isnull=False,
                    book_number__isnull=False,
                    forward_by__isnull=False,
                ),
                name="appeals_work_is_registered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(states.RUNNING), ended_on=None)
                | Q(state__in=sorted(states.OVER), ended_on__isnull=False),
                name="appeals_over_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.FORWARDED) | ~Q(forwarded_to=""),
                name="appeals_forwarded_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.ENDED) | ~Q(ground=""), name="appeals_ended_on_a_ground"
            ),
            models.CheckConstraint(
                condition=Q(is_forgotten=False)
                | Q(text="", addressee_id=None, author_id=None, state__in=sorted(states.OVER)),
                name="appeals_forgotten_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Step(models.Model):
    """What happened to an appeal and when; no words, so that it may stay. Never changed."""

    append_only = True

    appeal = models.ForeignKey(Appeal, models.DO_NOTHING, related_name="steps")
    verb = models.CharField(max_length=12)
    part = models.CharField(max_length=12, choices=_choices(states.PARTS))
    # Officials only.
    person_id = models.UUIDField(null=True)
    # The body it was given or passed to, as it was called then.
    body_name = models.CharField(max_length=NAME_MAX, default="")
    on = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["at", "id"]


class Letter(models.Model):
    """A letter to the author: what it says, who signs it. Goes with the case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=_choices(states.LETTERS))
    position = models.SmallIntegerField()
    text = models.TextField(max_length=LETTER_MAX)
    post = models.CharField(max_length=NAME_MAX)
    signatory = models.CharField(max_length=NAME_MAX)
    written_by = models.UUIDField()
    # An answer that waits for a signature has no day yet; `remark` is why it came back.
    issued_on = models.DateField(null=True)
    signed_by = models.UUIDField(null=True)
    remark = models.TextField(max_length=LINE_MAX, default="")
    # The version of the town's template that it was made by.
    template = models.IntegerField(default=0)
    # When it was sent to the address, by post or by e-mail.
    sent_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["appeal", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["appeal", "position"], name="appeals_letter_once"),
            models.UniqueConstraint(
                fields=["appeal"],
                condition=Q(kind=states.ANSWER),
                name="appeals_one_answer",
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None) | Q(issued_on__isnull=False),
                name="appeals_sent_was_issued",
            ),
        ]


class Draft(models.Model):
    """What somebody has begun and not sent; one a person. Its id is the key of the filing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, default="")
    text = models.TextField(max_length=TEXT_MAX, default="")
    addressee_id = models.UUIDField(null=True)
    files = ArrayField(models.UUIDField(), default=list)
    changed_at = models.DateTimeField(db_index=True)


class Reception(models.Model):
    """Hours in which an official receives people: who, where, about what, when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id)
    post = models.CharField(max_length=NAME_MAX)
    host = models.CharField(max_length=NAME_MAX)
    place = models.CharField(max_length=LINE_MAX)
    topics = models.CharField(max_length=LINE_MAX, default="")
    on = models.DateField()
    published_by = models.UUIDField()
    # Why it will not be; "" while it will.
    cancelled = models.CharField(max_length=LINE_MAX, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["on", "id"], name="appeals_reception_day")]


class Slot(models.Model):
    """A time in a reception, for one person."""

    reception = models.ForeignKey(Reception, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    minutes = models.SmallIntegerField()

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reception", "starts_at"], name="appeals_slot_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="appeals_slot_lasts"),
        ]


class Booking(models.Model):
    """Who has taken a slot: an opaque id and a code that is called out, no name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slot = models.OneToOneField(Slot, models.CASCADE, related_name="booking")
    reception = models.ForeignKey(Reception, models.CASCADE, related_name="bookings")
    person_id = models.UUIDField(null=True)
    code = models.CharField(max_length=4)
    topic = models.CharField(max_length=LINE_MAX)
    made_at = models.DateTimeField(db_default=Now())
    # The appeal that was written down at the reception.
    appeal = models.OneToOneField(Appeal, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reception", "person_id"], name="appeals_one_slot_a_person"
            ),
            models.UniqueConstraint(fields=["reception", "code"], name="appeals_code_once"),
        ]
