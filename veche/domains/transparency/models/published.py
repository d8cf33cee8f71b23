"""Public reports of bodies: the plan of publication, reports in versions, questions on them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from veche.domains.transparency.models.budget import FILE_NAME_MAX, REASON_MAX, TITLE_MAX
from veche.domains.transparency.rules import publication as rules
from veche.kernel.ids import new_id, slug_id

BODY_NAME_MAX, LINK_MAX, SUMMARY_MAX = 200, 500, 1200
QUESTION_MAX, ANSWER_MAX, LAW_MAX = 1000, 4000, 300


class Body(models.Model):
    """A body that reports to the town: one of its own, or of the state (a name and a site)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id, editable=False)
    name = models.CharField(max_length=BODY_NAME_MAX, unique=True)
    is_outside = models.BooleanField(default=False)
    site = models.URLField(max_length=LINK_MAX, default="")
    # An organisation the town knows: whoever acts for it answers questions on its reports.
    organisation_id = models.UUIDField(null=True)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["is_outside", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_outside=False) | ~Q(site=""), name="transparency_outside_has_site"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlanLine(models.Model):
    """A body owes a kind of report for each period, so many days after the period's end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12)
    period = models.CharField(max_length=8)
    days_after = models.PositiveSmallIntegerField()
    # The first day of the first period.
    starts_on = models.DateField()
    # Periods that begin after this day are owed no more.
    ends_on = models.DateField(null=True)
    # The law as it was when the line was planned.
    legal_ref = models.CharField(max_length=LAW_MAX)
    planner_id = models.UUIDField()
    planned_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["body", "kind", "starts_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=tuple(rules.KINDS)), name="transparency_line_kind"
            ),
            models.CheckConstraint(
                condition=Q(period__in=rules.PERIODS), name="transparency_line_period"
            ),
            models.CheckConstraint(
                condition=Q(days_after__range=(1, rules.DAYS_MAX)), name="transparency_line_days"
            ),
            models.UniqueConstraint(
                fields=["body", "kind"],
                condition=Q(ends_on=None),
                name="transparency_line_in_force_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"


class Due(models.Model):
    """One report that is owed: of a line, for a period, by a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="dues")
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    is_done = models.BooleanField(default=False)
    is_overdue_told = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on", "id"], name="transparency_owed", condition=Q(is_done=False)
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "starts_on"], name="transparency_due_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on"), due_on__gt=F("ends_on")),
                name="transparency_due_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} {self.due_on}"


class Report(models.Model):
    """A report of a body for a period; what it says stands in its versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=TITLE_MAX)
    starts_on = models.DateField()
    ends_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    due = models.OneToOneField(Due, models.PROTECT, null=True, related_name="report")
    # The newest version: its number, its words for people, when it came.
    number = models.PositiveSmallIntegerField(default=1)
    summary = models.TextField(max_length=SUMMARY_MAX)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # All words of the newest version, of its file and tables too, without «ё»: for the search.
    words = models.TextField(default="")
    text_state = models.CharField(max_length=8, default=rules.READING)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-ends_on", "-published_at", "id"], name="transparency_reports"),
            GinIndex(SearchVector("words", config="russian"), name="transparency_report_words"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=tuple(rules.KINDS)), name="transparency_report_kind"
            ),
            models.CheckConstraint(
                condition=Q(text_state__in=rules.TEXT_STATES), name="transparency_report_text"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & ~Q(summary="") & Q(number__gt=0),
                name="transparency_report_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A version of a report as it was published: never changed; its files may be hidden."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    summary = models.TextField(max_length=SUMMARY_MAX)
    # Why the one before it was corrected; "" for the first.
    reason = models.TextField(max_length=REASON_MAX, default="")
    # The file, or where it lies on the body's own site.
    file_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=FILE_NAME_MAX, default="")
    sha256 = models.CharField(max_length=64, default="")
    size_bytes = models.PositiveIntegerField(default=0)
    link = models.URLField(max_length=LINK_MAX, default="")
    publisher_id = models.UUIDField()
    published_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="transparency_version_once"),
            models.CheckConstraint(
                condition=Q(file_id__isnull=False) | ~Q(link=""),
                name="transparency_version_file_or_link",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="transparency_version_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def is_hidden(self) -> bool:
        """Whether its files are shown to nobody."""
        return hasattr(self, "hiding")


class Attachment(models.Model):
    """A table of a version: the file as it came, and its first rows."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="tables")
    position = models.PositiveSmallIntegerField()
    file_id = models.UUIDField()
    file_name = models.CharField(max_length=FILE_NAME_MAX)
    size_bytes = models.PositiveIntegerField()
    headings = models.JSONField()
    rows = models.JSONField()
    rows_number = models.PositiveIntegerField()
    # There were more rows than are counted.
    is_cut = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="transparency_table_once")
        ]

    def __str__(self) -> str:
        return self.file_name


class Hiding(models.Model):
    """Files and tables of a version that nobody is shown any more: personal data, and why."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.OneToOneField(Version, models.PROTECT, related_name="hiding")
    reason = models.TextField(max_length=REASON_MAX)
    hider_id = models.UUIDField()
    hidden_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="transparency_hiding_says_why")
        ]

    def __str__(self) -> str:
        return self.reason[:60]


class Question(models.Model):
    """What a resident asks of a report, and the body's answer within a term."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="questions")
    state = models.CharField(max_length=10, default=rules.WAITING)
    # Nobody once the account is erased.
    author_id = models.UUIDField(null=True, db_index=True)
    text = models.TextField(max_length=QUESTION_MAX)
    asked_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    answer = models.TextField(max_length=ANSWER_MAX, default="")
    answerer_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["shown_at", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on", "id"],
                name="transparency_unanswered",
                condition=Q(state=rules.SHOWN, answered_at=None),
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=rules.QUESTION_STATES), name="transparency_question_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.SHOWN) | Q(shown_at__isnull=False, due_on__isnull=False),
                name="transparency_question_has_term",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="transparency_question_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
