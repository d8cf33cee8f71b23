"""Accounts, a ledger that is only added to, what has been paid for, things and their orders."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from veche.commons.points.rules import KINDS, ORDER_STATES
from veche.kernel.ids import digits, new_id, slug_id


def order_number() -> str:
    """Eight digits by which an order is given out."""
    return digits(8)


class Terms(models.Model):
    """The town's settings, in one row: whether points are given, and the act of the shop."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    is_on = models.BooleanField(default=False, db_default=False)
    act_number = models.CharField(max_length=60, default="", db_default="", blank=True)
    act_on = models.DateField(null=True)
    act_url = models.CharField(max_length=400, default="", db_default="", blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="points_terms_one_row"),
            models.CheckConstraint(
                condition=Q(act_number="", act_on=None, act_url="")
                | (~Q(act_number="") & Q(act_on__isnull=False) & ~Q(act_url="")),
                name="points_terms_whole_act",
            ),
        ]


class Price(models.Model):
    """What the town gives for a deed, where it is not what the service proposes."""

    code = models.CharField(primary_key=True, max_length=80)
    points = models.PositiveSmallIntegerField()


class Account(models.Model):
    """Whose points: a person, an organisation, a place; nobody's once its person is forgotten.

    `balance`, `deeds` and `minutes` are sums of its lines, moved in the same transaction.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12)
    holder_id = models.UUIDField(null=True)
    balance = models.IntegerField(default=0, db_default=0)
    deeds = models.PositiveIntegerField(default=0, db_default=0)
    minutes = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "holder_id"], name="points_account_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="points_account_kind"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="points_never_below_zero"),
        ]


class Entry(models.Model):
    """A line of the ledger: only added. The day is that of the payment; no hour is kept.

    `is_deed`: a deed of its own, with points or, above the cap, without.
    """

    append_only = True

    account = models.ForeignKey(Account, models.DO_NOTHING, related_name="entries")
    code = models.CharField(max_length=80)
    points = models.IntegerField()
    minutes = models.PositiveIntegerField(default=0, db_default=0)
    is_deed = models.BooleanField(default=False, db_default=False)
    day = models.DateField()
    other_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="points_of_account")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_deed=True, points__gte=0) | (Q(is_deed=False) & ~Q(points=0)),
                name="points_entry_moves",
            )
        ]


class Cause(models.Model):
    """A deed that was paid: a keyed digest, so that it pays once. Neither whose nor when."""

    key = models.BinaryField(primary_key=True, max_length=32)


class Due(models.Model):
    """A deed that waits for the daily payment."""

    key = models.BinaryField(primary_key=True, max_length=32)
    person_id = models.UUIDField(db_index=True)
    code = models.CharField(max_length=80)
    minutes = models.PositiveIntegerField(default=0, db_default=0)


class Abstainer(models.Model):
    """A person who wants no points: that is all that is kept of them."""

    person_id = models.UUIDField(primary_key=True)


class Thing(models.Model):
    """What points are exchanged for, while the town's act is named."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id, editable=False)
    title = models.CharField(max_length=150)
    text = models.CharField(max_length=600, default="", db_default="", blank=True)
    price = models.PositiveIntegerField()
    stock = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=0, db_default=0)
    per_person = models.PositiveSmallIntegerField(default=1, db_default=1)
    is_shown = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(price__gt=0, per_person__gt=0), name="points_thing_costs"
            )
        ]


class Order(models.Model):
    """Points exchanged for a thing: handed out by its number, or returned with the points."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=8, unique=True, default=order_number, editable=False)
    thing = models.ForeignKey(Thing, models.PROTECT, related_name="orders")
    account = models.ForeignKey(Account, models.PROTECT, related_name="orders")
    points = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="open")
    ordered_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["ends_on", "id"], name="points_orders_open", condition=Q(state="open")
            ),
            models.Index(fields=["account", "thing"], name="points_orders_of"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ORDER_STATES), name="points_order_state")
        ]
