"""Tables of voters' orders. An order names nobody: people are opaque ids."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from veche.domains.orders import rules
from veche.kernel.ids import new_id, slug_id

TITLE_MAX, SPOT_MAX, WHY_MAX, ANSWER_MAX, NAME_MAX = 120, 200, 3000, 6000, 200


class Order(models.Model):
    """One order to a deputy from its writing to the council's decision; what follows the decision
    stands in commitments."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id, editable=False)
    state = models.CharField(max_length=12, default=rules.MODERATION)
    is_public = models.BooleanField(default=False)
    # The deputy, and the district that has elected them.
    mandate_id = models.UUIDField()
    place_id = models.UUIDField()
    author_id = models.UUIDField(null=True, db_index=True)
    title = models.CharField(max_length=TITLE_MAX)
    spot = models.CharField(max_length=SPOT_MAX, default="")
    why = models.TextField(max_length=WHY_MAX)
    given_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    support = models.PositiveIntegerField(default=0)
    # Of the answer; once it is taken up, of the council's decision.
    due_on = models.DateField(null=True)
    is_overdue_told = models.BooleanField(default=False)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=10, default="")
    answerer_id = models.UUIDField(null=True)
    answer = models.TextField(max_length=ANSWER_MAX, default="")
    # By which act the council has declined it.
    answer_act = models.CharField(max_length=NAME_MAX, default="")
    adopted_on = models.DateField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    sum_kopecks = models.BigIntegerField(null=True)
    executor = models.CharField(max_length=NAME_MAX, default="")
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["-published_at", "id"], name="orders_newest", condition=Q(is_public=True)
            ),
            models.Index(
                fields=["state", "-published_at", "id"],
                name="orders_state_newest",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["mandate_id", "-published_at", "id"],
                name="orders_deputy_newest",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["year", "-published_at", "id"],
                name="orders_year_newest",
                condition=Q(is_public=True, year__isnull=False),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="orders_running",
                condition=Q(state__in=(rules.OPEN, rules.TAKEN)),
            ),
            GinIndex(SearchVector("title", "why", config="russian"), name="orders_words"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=rules.STATES), name="orders_state"),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(state__in=rules.SHOWN),
                name="orders_public_was_passed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=rules.SHOWN)
                | Q(published_at__isnull=False, due_on__isnull=False),
                name="orders_published_has_a_term",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(rules.TAKEN, rules.DECLINED))
                | (Q(answered_on__isnull=False, answered_by__in=rules.VOICES) & ~Q(answer="")),
                name="orders_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.ADOPTED, adopted_on__isnull=False, year__isnull=False)
                & ~Q(executor="")
                | ~Q(state=rules.ADOPTED) & Q(adopted_on=None, year=None, executor=""),
                name="orders_adopted_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__range=(rules.YEAR_MIN, rules.YEAR_MAX)),
                name="orders_year_of_a_budget",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(why=""), name="orders_words_given"),
        ]

    def __str__(self) -> str:
        return self.title


class Support(models.Model):
    """A neighbour's support of an order: one of a person."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+")
    person_id = models.UUIDField(db_index=True)
    given_at = models.DateTimeField(db_default=Now())
    # Whose account was erased: who comes back must not count twice.
    is_forgotten = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["order"], name="orders_forgotten", condition=Q(is_forgotten=True))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "person_id"], name="orders_support_once")
        ]
