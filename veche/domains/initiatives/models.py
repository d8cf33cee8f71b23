"""Tables of proposals. A proposal names nobody: people are opaque ids."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from veche.domains.initiatives import rules
from veche.kernel.ids import digits, new_id, slug_id

TITLE_MAX, TEXT_MAX, SPOT_MAX, OWN_MAX, NAME_MAX, ANSWER_MAX = 120, 3000, 200, 500, 200, 6000
LINES = 10


def invite_token() -> str:
    """What a link to a group holds: nobody guesses it."""
    return secrets.token_urlsafe(18)


def sheet_number() -> str:
    """Eight digits; the table refuses a second one, and who prints takes another."""
    return digits(8)


class Proposal(models.Model):
    """One proposal from its draft to the town's answer: the seven fields of an initiative project
    (33-ФЗ, art. 49), a territory, and how it stands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id, editable=False)
    state = models.CharField(max_length=12, default=rules.DRAFT)
    is_public = models.BooleanField(default=False)
    author_id = models.UUIDField(null=True)
    invite = models.CharField(max_length=24, unique=True, default=invite_token, editable=False)
    title = models.CharField(max_length=TITLE_MAX)
    place_id = models.UUIDField(null=True)
    spot = models.CharField(max_length=SPOT_MAX, default="")
    problem = models.TextField(max_length=TEXT_MAX, default="")
    grounds = models.TextField(max_length=TEXT_MAX, default="")
    result = models.TextField(max_length=TEXT_MAX, default="")
    cost_kopecks = models.BigIntegerField(null=True)
    cost_note = models.TextField(max_length=TEXT_MAX, default="")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    own_kopecks = models.BigIntegerField(null=True)
    own_property = models.CharField(max_length=OWN_MAX, default="")
    own_labour = models.CharField(max_length=OWN_MAX, default="")
    budget_kopecks = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    remarks_until = models.DateField(null=True)
    support_until = models.DateField(null=True)
    threshold = models.PositiveIntegerField(default=0)
    # `support` is the sum of both ways; the lists are sorted by it.
    online = models.PositiveIntegerField(default=0)
    paper = models.PositiveIntegerField(default=0)
    support = models.PositiveIntegerField(default=0)
    milestone = models.PositiveSmallIntegerField(default=0)
    reached_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    is_overdue_told = models.BooleanField(default=False)
    answered_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, default="")
    ground = models.CharField(max_length=8, default="")
    answer = models.TextField(max_length=ANSWER_MAX, default="")
    body = models.CharField(max_length=NAME_MAX, default="")
    promised_on = models.DateField(null=True)
    answerer_id = models.UUIDField(null=True)
    retired_for = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="retired", db_index=False
    )
    call = models.CharField(max_length=6, default="", db_default="")
    # What did not come through and was written anew as this.
    grown_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="grown")
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["-published_at", "id"],
                name="initiatives_newest",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["state", "-published_at", "id"],
                name="initiatives_state_newest",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["state", "-support", "id"],
                name="initiatives_state_liked",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["-support", "id"],
                name="initiatives_liked",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["place_id", "-published_at", "id"],
                name="initiatives_place_newest",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="initiatives_urgent",
                condition=Q(state=rules.CONSIDERED),
            ),
            models.Index(
                fields=["support_until"],
                name="initiatives_collecting",
                condition=Q(state=rules.COLLECTING),
            ),
            models.Index(fields=["author_id", "-changed_at", "id"], name="initiatives_of_author"),
            models.Index(
                fields=["changed_at"],
                name="initiatives_unseen_calls",
                condition=Q(call=rules.UNSEEN),
            ),
            models.Index(
                fields=["changed_at"],
                name="initiatives_drafts",
                condition=Q(state__in=sorted(rules.WRITTEN)),
            ),
            GinIndex(SearchVector("title", "problem", config="russian"), name="initiatives_words"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=rules.STATES), name="initiatives_state"),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(state__in=sorted(rules.SHOWN)),
                name="initiatives_public_was_passed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(rules.SHOWN))
                | Q(
                    published_at__isnull=False,
                    support_until__isnull=False,
                    remarks_until__isnull=False,
                    threshold__gt=0,
                ),
                name="initiatives_published_has_terms",
            ),
            models.CheckConstraint(
                condition=Q(support=F("online") + F("paper")), name="initiatives_support_adds_up"
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.CONSIDERED) | Q(due_on__isnull=False),
                name="initiatives_considered_by_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.ANSWERED)
                | (
                    Q(answered_on__isnull=False, outcome__in=rules.OUTCOMES)
                    & ~Q(answer="")
                    & ~Q(body="")
                ),
                name="initiatives_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=rules.DECLINED) | Q(ground__in=rules.GROUNDS),
                name="initiatives_refusal_is_reasoned",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.RETIRED) | Q(retired_for__isnull=False),
                name="initiatives_retired_for_something",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="initiatives_dates_in_order",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="initiatives_title_given"),
            models.CheckConstraint(condition=Q(call__in=rules.CALLS), name="initiatives_call"),
        ]

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """Somebody of the group that proposes; its author is the first of them."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="members")
    person_id = models.UUIDField(db_index=True)
    joined_at = models.DateTimeField(db_default=Now())
    # The words are others than those this person agreed to: not counted until agreed to again.
    is_asked_anew = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proposal", "person_id"], name="initiatives_member_once"
            )
        ]


class Photo(models.Model):
    """A photo of a proposal: what was sent, and its blurred copy, which alone anyone may see."""

    WAITING, BLURRED, SHOWN, HIDDEN = "waiting", "blurred", "shown", "hidden"

    # The id of the file as it was sent.
    id = models.UUIDField(primary_key=True)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="photos")
    state = models.CharField(max_length=8, default=WAITING)
    blurred_id = models.UUIDField(null=True)
    by_id = models.UUIDField(null=True, db_index=True)
    position = models.SmallIntegerField(default=0)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["added_at", "position", "id"]
        constraints: ClassVar = [
            # What was not blurred and looked at is nobody's to see.
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "hidden"))
                | Q(state__in=("blurred", "shown"), blurred_id__isnull=False),
                name="initiatives_photo_blurred",
            )
        ]


class Sheet(models.Model):
    """A numbered paper for signatures. What is written on it stays on paper: here are counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=8, unique=True, default=sheet_number)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="sheets")
    pack_id = models.UUIDField(db_index=True)
    taken = models.PositiveSmallIntegerField(default=0)
    doubles = models.PositiveSmallIntegerField(default=0)
    spoiled = models.PositiveSmallIntegerField(default=0)
    # What became of the last line, to be undone once; "" when there is nothing to undo.
    last_outcome = models.CharField(max_length=7, default="")
    is_closed = models.BooleanField(default=False)
    printed_by_id = models.UUIDField()
    printed_on = models.DateField()
    closed_by_id = models.UUIDField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-printed_on", "number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken__lte=LINES - F("doubles") - F("spoiled")),
                name="initiatives_sheet_lines",
            ),
            models.CheckConstraint(
                condition=Q(is_closed=False) | Q(closed_on__isnull=False),
                name="initiatives_sheet_closed_when",
            ),
        ]


class Support(models.Model):
    """A person's support of a proposal: one, on the site or on a sheet of paper."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+")
    person_id = models.UUIDField(db_index=True)
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(db_default=Now())
    # Whose account was erased: who comes back must not count twice.
    is_forgotten = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["proposal"], name="initiatives_forgotten", condition=Q(is_forgotten=True)
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proposal", "person_id"], name="initiatives_support_once"
            )
        ]


class Threshold(models.Model):
    """The town's dated word on how many supporters a proposal of a territory needs."""

    append_only = True

    # None: proposals about the whole town.
    place_id = models.UUIDField(null=True)
    number = models.PositiveIntegerField()
    starts_on = models.DateField()
    act_title = models.CharField(max_length=300)
    act_number = models.CharField(max_length=60)
    act_on = models.DateField()
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-starts_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gt=0), name="initiatives_threshold_some")
        ]


class HandedOn(models.Model):
    """What a proposal has become in another service: its kind and id there."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="handed_on")
    kind = models.CharField(max_length=60)
    target_id = models.UUIDField()
    by_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "target_id"], name="initiatives_target_once")
        ]
