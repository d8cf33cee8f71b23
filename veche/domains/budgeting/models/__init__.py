"""Tables of participatory budgeting: cycles, money, projects, what the count made of them.

People are opaque ids, and ballots are commons/ballots': the box of a cycle has the cycle's id.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from veche.domains.budgeting import rules
from veche.domains.budgeting.models.points import LINE_MAX, Criterion, Score
from veche.domains.budgeting.models.shares import Gift, Payment, Requisites
from veche.domains.budgeting.rules import phases, templates
from veche.kernel.ids import new_id, slug_id

__all__ = [
    "LINE_MAX",
    "NAME_MAX",
    "REASON_MAX",
    "TEXT_MAX",
    "TITLE_MAX",
    "Check",
    "CostLine",
    "Criterion",
    "Cycle",
    "Fund",
    "Gift",
    "Override",
    "Payment",
    "Phase",
    "Project",
    "Protocol",
    "Requisites",
    "Score",
    "StateVote",
    "Tally",
    "WorkNote",
]
TITLE_MAX, TEXT_MAX, NAME_MAX, REASON_MAX = 120, 3000, 200, 2000


class Cycle(models.Model):
    """One round of one programme: its phases say what may be done when, its act how it is
    counted. The ballot box has the same id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id, editable=False)
    template = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default=rules.DRAFT)
    title = models.CharField(max_length=TITLE_MAX)
    summary = models.TextField(max_length=TEXT_MAX, default="")
    body = models.CharField(max_length=NAME_MAX, default="")
    # None: residents of the whole town take part.
    place_id = models.UUIDField(null=True)
    ballot = models.CharField(max_length=10)
    votes_max = models.PositiveSmallIntegerField(default=0)
    # In how many funds of districts other than one's own a voter may choose; None: in all.
    others_max = models.PositiveSmallIntegerField(null=True)
    min_age = models.PositiveSmallIntegerField()
    min_level = models.PositiveSmallIntegerField(default=1)
    turnout_target = models.PositiveIntegerField(null=True)
    is_revisable = models.BooleanField(default=True)
    rule = models.CharField(max_length=16, default=templates.MOST_VOTES)
    completion = models.CharField(max_length=16, default="", blank=True)
    votes_min = models.PositiveIntegerField(default=0)
    reserve_max = models.PositiveSmallIntegerField(default=0)
    act_title = models.CharField(max_length=300, default="")
    act_number = models.CharField(max_length=60, default="")
    act_on = models.DateField(null=True)
    act_url = models.URLField(max_length=500, default="")
    votes_at = models.CharField(max_length=5, default=rules.HERE, db_default=rules.HERE)
    # Where the state's vote is; "" where people vote here.
    vote_url = models.URLField(max_length=500, default="", db_default="")
    author_id = models.UUIDField(null=True)
    begun_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    # When the commission's marks were closed, where projects are chosen by points.
    scored_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    # Who is represented, by each rule set side by side; None before the count.
    represented = models.JSONField(null=True)
    # How many numbers of applications were given; the next project gets the next.
    numbers = models.PositiveIntegerField(default=0)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["-published_at", "id"],
                name="budgeting_cycle_newest",
                condition=~Q(state=rules.DRAFT),
            ),
            models.Index(fields=["state", "changed_at"], name="budgeting_cycle_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=rules.CYCLE_STATES), name="budgeting_cycle_state_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="budgeting_cycle_title_given"),
            models.CheckConstraint(
                condition=Q(ballot__in=rules.BALLOTS), name="budgeting_cycle_ballot"
            ),
            models.CheckConstraint(
                condition=Q(rule__in=templates.IN_FORCE), name="budgeting_cycle_rule"
            ),
            models.CheckConstraint(
                condition=Q(state=rules.DRAFT) | Q(published_at__isnull=False),
                name="budgeting_cycle_published_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(rules.VOTED)) | Q(closed_at__isnull=False),
                name="budgeting_cycle_closed_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(rules.RESULTS)) | Q(counted_at__isnull=False),
                name="budgeting_cycle_counted_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Phase(models.Model):
    """When a phase of a cycle begins and ends; `ends_at` itself is after it."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=10)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "kind"], name="budgeting_phase_once"),
            models.CheckConstraint(condition=Q(kind__in=phases.KINDS), name="budgeting_phase_kind"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="budgeting_phase_order"
            ),
        ]


class Fund(models.Model):
    """Money of a cycle for one place or the whole town: one question of the ballot."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="funds")
    # In ballots and published files.
    code = models.CharField(max_length=8)
    place_id = models.UUIDField(null=True)
    amount_kopecks = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "code"], name="budgeting_fund_code"),
            models.UniqueConstraint(
                fields=["cycle", "place_id"],
                nulls_distinct=False,
                name="budgeting_fund_place_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_kopecks__gt=0), name="budgeting_fund_some_money"
            ),
        ]


class Project(models.Model):
    """What the money may be spent on, from somebody's draft to the day it was accepted.

    `number` is the order of applications: by it every tie is decided, the earlier first.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="projects")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="projects")
    number = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, default=rules.DRAFT)
    is_public = models.BooleanField(default=False)
    # No column: set on a row that was read for everyone while a moderator hides its words.
    is_masked = False
    author_id = models.UUIDField(null=True)
    is_by_town = models.BooleanField(default=False)
    origin_kind = models.CharField(max_length=60, default="")
    origin_id = models.UUIDField(null=True)
    title = models.CharField(max_length=TITLE_MAX)
    need = models.TextField(max_length=TEXT_MAX, default="")
    works = models.TextField(max_length=TEXT_MAX, default="")
    benefits = models.CharField(max_length=LINE_MAX, default="")
    upkeep = models.CharField(max_length=LINE_MAX, default="")
    land = models.CharField(max_length=8, default="")
    spot = models.CharField(max_length=LINE_MAX, default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    # The ground it takes, a GeoJSON Polygon, where an official has drawn it.
    area = models.JSONField(null=True)
    # What the fund pays, and what partners add: sums of the lines.
    cost_kopecks = models.BigIntegerField(default=0)
    partners_kopecks = models.BigIntegerField(default=0)
    # Projects of one cycle with the same word exclude each other.
    rivals = models.CharField(max_length=40, default="")
    picture_id = models.UUIDField(null=True)
    refused_because = models.TextField(max_length=REASON_MAX, default="")
    votes = models.PositiveIntegerField(default=0)
    score = models.PositiveBigIntegerField(default=0)
    # The place among the winners of the fund, in the order of the count.
    place = models.PositiveIntegerField(null=True)
    contract_number = models.CharField(max_length=60, default="")
    contractor = models.CharField(max_length=NAME_MAX, default="")
    accepted_on = models.DateField(null=True)
    accepted_by = models.CharField(max_length=NAME_MAX, default="")
    guarantee_until = models.DateField(null=True)
    # The sum of the contract and what of it was paid, in kopecks; None before the contract.
    contract_kopecks = models.BigIntegerField(null=True)
    paid_kopecks = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField(db_default=Now())
    filed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["cycle", "number"],
                name="budgeting_project_public",
                condition=Q(is_public=True),
            ),
            models.Index(fields=["author_id", "-changed_at", "id"], name="budgeting_project_own"),
            models.Index(fields=["cycle", "state", "number"], name="budgeting_project_state"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "number"], name="budgeting_project_number"),
            models.CheckConstraint(
                condition=Q(state__in=rules.PROJECT_STATES), name="budgeting_project_state_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="budgeting_project_title_given"),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(state__in=sorted(rules.SHOWN)),
                name="budgeting_public_was_passed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(rules.SHOWN)) | Q(number__isnull=False),
                name="budgeting_shown_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.REFUSED) | ~Q(refused_because=""),
                name="budgeting_refusal_is_reasoned",
            ),
            models.CheckConstraint(
                condition=Q(cost_kopecks__gte=0, partners_kopecks__gte=0),
                name="budgeting_project_costs",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="budgeting_project_point_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_of(self, person_id: UUID | None, earlier_ids: Sequence[UUID] = ()) -> bool:
        """Whether somebody proposed it, under any account they have had."""
        return self.author_id is not None and self.author_id in (person_id, *earlier_ids)


class WorkNote(models.Model):
    """A line of the works' log: what was done on a day, with photos that hang on its id."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="work_notes")
    step = models.CharField(max_length=10)
    on = models.DateField()
    text = models.CharField(max_length=300, default="", blank=True)
    photo_ids = models.JSONField(default=list)
    # By which the same form sent twice is one line; of a step, its name.
    key = models.CharField(max_length=40)
    by_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["on", "at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "key"], name="budgeting_note_once"),
            models.CheckConstraint(condition=Q(step__in=rules.BUILT), name="budgeting_note_step"),
        ]


class CostLine(models.Model):
    """A line of a project's cost and who pays it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="cost_lines")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=LINE_MAX)
    amount_kopecks = models.BigIntegerField()
    payer = models.CharField(max_length=8, default=rules.BY_TOWN)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "position"], name="budgeting_line_once"),
            models.CheckConstraint(
                condition=Q(amount_kopecks__gt=0), name="budgeting_line_some_money"
            ),
            models.CheckConstraint(
                condition=Q(payer__in=rules.PAYERS), name="budgeting_line_payer"
            ),
        ]


class Photo(models.Model):
    """A resident's photo of a project: what was sent, and its covered copy, which alone anyone
    may see."""

    WAITING, COVERED, ASKED, SHOWN, HIDDEN = "waiting", "covered", "asked", "shown", "hidden"

    # The id of the file as it was sent.
    id = models.UUIDField(primary_key=True)
    project = models.ForeignKey(Project, models.CASCADE, related_name="photos")
    state = models.CharField(max_length=8, default=WAITING)
    covered_id = models.UUIDField(null=True)
    position = models.SmallIntegerField(default=0)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["added_at", "position", "id"]
        constraints: ClassVar = [
            # What was not covered is nobody's to see.
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "hidden"))
                | Q(state__in=("covered", "asked", "shown"), covered_id__isnull=False),
                name="budgeting_photo_covered",
            )
        ]


class Check(models.Model):
    """What an official found of a project's land, power or cost; everyone reads the reason."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=6)
    is_passed = models.BooleanField()
    reason = models.CharField(max_length=500)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "kind"], name="budgeting_check_once"),
            models.CheckConstraint(condition=Q(kind__in=rules.CHECKS), name="budgeting_check_kind"),
            models.CheckConstraint(condition=~Q(reason=""), name="budgeting_check_reasoned"),
        ]


class Tally(models.Model):
    """The count of one fund by one rule: the one in force, and those that stand beside it.

    `rounds` are numbers of projects in the order in which they were funded; `told` holds for each
    project, by its number, what its page explains.
    """

    fund = models.ForeignKey(Fund, models.CASCADE, related_name="tallies")
    rule = models.CharField(max_length=16)
    completion = models.CharField(max_length=16, default="", blank=True)
    is_in_force = models.BooleanField(default=False)
    rounds = models.JSONField()
    told = models.JSONField()
    figures = models.JSONField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-is_in_force", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fund", "rule", "completion"], name="budgeting_tally_once"
            ),
            models.UniqueConstraint(
                fields=["fund"],
                condition=Q(is_in_force=True),
                name="budgeting_tally_one_in_force",
            ),
        ]


class StateVote(models.Model):
    """The figures of a cycle whose vote went on in the state's service: taken once, whole."""

    append_only = True

    cycle = models.OneToOneField(Cycle, models.PROTECT, primary_key=True)
    # Votes of all its objects together; each person has one.
    votes = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    by_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(source=""), name="budgeting_state_vote_sourced")
        ]


class Override(models.Model):
    """An official's departure from the count: before everyone, with the reason."""

    append_only = True

    project = models.ForeignKey(Project, models.PROTECT, related_name="overrides")
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    reason = models.TextField(max_length=REASON_MAX)
    by_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="budgeting_override_reasoned")
        ]


class Protocol(models.Model):
    """The count as a document, and the act that turns it into works."""

    cycle = models.OneToOneField(Cycle, models.PROTECT, primary_key=True)
    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    signatory_post = models.CharField(max_length=NAME_MAX)
    signatory_name = models.CharField(max_length=NAME_MAX)
    list_number = models.CharField(max_length=60)
    list_on = models.DateField()
    works_by = models.DateField()
    protocol_template = models.IntegerField(default=0)
    list_template = models.IntegerField(default=0)
