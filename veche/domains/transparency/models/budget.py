"""Tables of the open budget: files as they came, their lines, and sums rolled up for views."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from veche.domains.transparency.rules import amounts, codes, stages
from veche.domains.transparency.rules.lines import NAME_MAX
from veche.kernel.ids import new_id, slug_id

TITLE_MAX, NUMBER_MAX, REASON_MAX, SHEET_MAX, FILE_NAME_MAX = 300, 60, 1000, 120, 120


class Source(models.Model):
    """One table of one file: a version of a side of the budget of a year."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id, editable=False)
    state = models.CharField(max_length=10, default=stages.UPLOADED)
    year = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=8)
    stage = models.CharField(max_length=8)
    as_of = models.DateField()
    act_title = models.CharField(max_length=TITLE_MAX, default="")
    act_number = models.CharField(max_length=NUMBER_MAX, default="")
    act_on = models.DateField(null=True)
    file_id = models.UUIDField()
    file_name = models.CharField(max_length=FILE_NAME_MAX)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    # Which sheet of a workbook, from 0; a CSV has one without a title.
    sheet = models.PositiveSmallIntegerField(default=0)
    sheet_title = models.CharField(max_length=SHEET_MAX, default="")
    # Field of rules.mapping -> column from 0.
    mapping = models.JSONField(default=dict)
    headings = ArrayField(models.CharField(max_length=160), default=list)
    first_row = models.PositiveIntegerField(default=0)
    # Each sheet's title and first rows, so that no page opens the file again.
    tops = models.JSONField(null=True)
    # Roubles in one unit of the file.
    unit = models.PositiveIntegerField(default=0)
    # How far a check has come, and of how many rows; which of several checks it is.
    done = models.PositiveIntegerField(default=0)
    attempt = models.PositiveIntegerField(default=0)
    lines_number = models.PositiveIntegerField(default=0)
    totals_number = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    faults_number = models.PositiveIntegerField(default=0)
    doubts = models.JSONField(default=list)
    doubts_number = models.PositiveIntegerField(default=0)
    # Lines under the very codes of an earlier one: for the office alone.
    repeats = models.JSONField(default=list, db_default=[])
    repeats_number = models.PositiveIntegerField(default=0, db_default=0)
    plan = models.BigIntegerField(null=True)
    revised = models.BigIntegerField(null=True)
    executed = models.BigIntegerField(null=True)
    uploader_id = models.UUIDField()
    uploaded_at = models.DateTimeField(db_default=Now())
    publisher_id = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawer_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(max_length=REASON_MAX, default="")

    class Meta:
        ordering: ClassVar = ["-year", "-as_of", "-uploaded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=stages.STATES), name="transparency_source_state"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=stages.STAGES), name="transparency_source_stage"
            ),
            models.CheckConstraint(
                condition=Q(side__in=codes.SIDES), name="transparency_source_side"
            ),
            models.CheckConstraint(
                condition=Q(unit__in=(0, *amounts.UNITS)), name="transparency_source_unit"
            ),
            models.CheckConstraint(
                condition=~Q(state=stages.PUBLISHED)
                | Q(published_at__isnull=False, faults_number=0, unit__gt=0),
                name="transparency_published_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=stages.WITHDRAWN)
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="transparency_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.side} {self.stage} {self.as_of}"


class Line(models.Model):
    """One row of a table that says a sum, with its significant codes (rules.codes)."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="lines", db_index=False)
    # The row of the file: with the column of the mapping, the cell of each figure.
    row = models.PositiveIntegerField()
    # A sum of other rows: it stands here to be found, and is never counted.
    is_total = models.BooleanField(default=False)
    office = models.CharField(max_length=3, default="")
    part = models.CharField(max_length=4, default="")
    target = models.CharField(max_length=10, default="")
    kind = models.CharField(max_length=3, default="")
    code = models.CharField(max_length=17, default="")
    name = models.CharField(max_length=NAME_MAX, default="")
    plan = models.BigIntegerField(null=True)
    revised = models.BigIntegerField(null=True)
    executed = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source", "part", "row"], name="transparency_line_part"),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.name}"


class Node(models.Model):
    """A sum rolled up along one axis (rules.axes): what views show without counting lines."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="nodes", db_index=False)
    axis = models.CharField(max_length=10)
    # Codes from the top down, joined: `07-0702-01`; the parent's is shorter, "" at the top.
    key = models.CharField(max_length=24)
    parent = models.CharField(max_length=24)
    code = models.CharField(max_length=10)
    # As the file calls it; "" where it does not.
    name = models.CharField(max_length=NAME_MAX, default="")
    lines_number = models.PositiveIntegerField()
    has_below = models.BooleanField(default=False)
    plan = models.BigIntegerField(null=True)
    revised = models.BigIntegerField(null=True)
    executed = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source", "axis", "parent"], name="transparency_node_below"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "axis", "key"], name="transparency_node_once"
            ),
            models.CheckConstraint(
                condition=~Q(key=F("parent")), name="transparency_node_below_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.axis} {self.key}"
