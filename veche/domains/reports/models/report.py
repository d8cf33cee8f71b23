"""Reports and all that hangs on them. Lists read denormalised columns: no join for a million."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from veche.domains.reports.models.catalogue import NAME_MAX, Body, Category, Group
from veche.domains.reports.rules import states, terms
from veche.kernel.ids import digits, new_id

TEXT_MAX, ADDRESS_MAX = 2000, 300
# Public answers and inner notes.
WORDS_MAX = 4000


def _choices(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(one, one) for one in words]


def report_number() -> str:
    """Eight digits; whoever keeps them asks first whether they are free."""
    return digits(8)


class Report(models.Model):
    """One problem at one place, from its filing until the end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=8, unique=True, default=report_number)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(max_length=TEXT_MAX)
    state = models.CharField(max_length=12, default=states.MODERATION)
    # What everyone sees: nothing, open, done, declined. Follows state and visibility.
    stage = models.CharField(max_length=8, default=states.UNSEEN)
    visibility = models.CharField(max_length=8, default=states.PUBLIC)
    author_id = models.UUIDField(null=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    forwarded_to = models.CharField(max_length=NAME_MAX, default="")
    place_id = models.UUIDField(null=True)
    # The street of the address that was chosen or is nearest; for those who follow it.
    street_id = models.BigIntegerField(null=True)
    address = models.CharField(max_length=ADDRESS_MAX, default="")
    latitude = models.FloatField()
    longitude = models.FloatField()
    # Cells of H3 that hold the point, from a kilometre's to a house's size.
    h6 = models.BigIntegerField()
    h7 = models.BigIntegerField()
    h8 = models.BigIntegerField()
    h9 = models.BigIntegerField()
    h10 = models.BigIntegerField()
    filed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # The clock: the term as it was when the report was filed, and its pauses (days in turn).
    started_on = models.DateField()
    term_days = models.SmallIntegerField()
    term_unit = models.CharField(max_length=16, default=terms.WORKING)
    pauses = ArrayField(models.DateField(), default=list)
    due_on = models.DateField()
    planned_on = models.DateField(null=True)
    # Until when whoever it waits for is waited for: its author (to a refusal they may object),
    # another body, a desk of the office (`states.WAITED`).
    silent_on = models.DateField(null=True)
    # Whoever lets it lie has been reminded, and is not again until this day is over.
    reminded_until = models.DateField(null=True)
    overdue_told_for = models.DateField(null=True)
    # How high the case went for that term: to the executor, the head, the controller (1 to 3).
    escalated = models.SmallIntegerField(default=0, db_default=0)
    # The ban of the law that holds it unseen until a moderator has decided.
    held_by_id = models.UUIDField(null=True)
    # A special regime shows what was let through only from this moment on.
    shown_from = models.DateTimeField(null=True)
    # The same of the answer; what was seen before stays where it is.
    answer_shown_from = models.DateTimeField(null=True)
    # The day of the town's word; nothing while the work goes on, or has begun anew.
    answered_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, default="")
    closed_by = models.CharField(max_length=10, default="")
    reason = models.CharField(max_length=16, default="")
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="duplicates", db_index=False
    )
    disagreements = models.SmallIntegerField(default=0)
    supporters = models.IntegerField(default=0)
    thanked = models.IntegerField(default=0)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["-changed_at", "id"],
                name="reports_public_newest",
                condition=~Q(stage=""),
            ),
            models.Index(
                fields=["stage", "-changed_at", "id"],
                name="reports_public_stage",
                condition=~Q(stage=""),
            ),
            models.Index(
                fields=["group", "-changed_at", "id"],
                name="reports_public_group",
                condition=~Q(stage=""),
            ),
            models.Index(
                fields=["place_id", "-changed_at", "id"],
                name="reports_public_place",
                condition=~Q(stage=""),
            ),
            models.Index(
                fields=["street_id", "-changed_at", "id"],
                name="reports_public_street",
                condition=~Q(stage="") & Q(street_id__isnull=False),
            ),
            models.Index(fields=["h8"], name="reports_public_cell", condition=~Q(stage="")),
            models.Index(
                fields=["h9", "stage", "group"],
                include=["latitude", "longitude", "id"],
                name="reports_public_block",
                condition=~Q(stage=""),
            ),
            models.Index(
                fields=["category", "h9"],
                name="reports_near",
                condition=Q(stage="open"),
            ),
            models.Index(
                fields=["state", "due_on", "id"],
                name="reports_urgent",
                condition=Q(state__in=sorted(states.RUNNING | states.PAUSED)),
            ),
            models.Index(
                "state",
                Coalesce("silent_on", "due_on"),
                "id",
                name="reports_at_desk",
                condition=Q(state__in=sorted(states.REMINDED)),
            ),
            models.Index(
                fields=["body", "due_on", "id"],
                name="reports_of_body",
                condition=Q(state__in=sorted(states.RUNNING | states.PAUSED)),
            ),
            models.Index(
                fields=["due_on", "id"],
                include=("body",),
                name="reports_running",
                condition=Q(state__in=sorted(states.RUNNING)),
            ),
            models.Index(
                fields=["-changed_at", "id"],
                name="reports_refused",
                condition=Q(state=states.REFUSED),
            ),
            models.Index(
                fields=["silent_on"],
                name="reports_silent",
                condition=Q(silent_on__isnull=False),
            ),
            models.Index(
                fields=["shown_from"],
                name="reports_held_back",
                condition=Q(shown_from__isnull=False),
            ),
            models.Index(
                fields=["answer_shown_from"],
                name="reports_answers_held",
                condition=Q(state=states.HELD),
            ),
            models.Index(fields=["author_id", "-filed_at", "id"], name="reports_of_author"),
            models.Index(
                fields=["duplicate_of"],
                name="reports_duplicates",
                condition=Q(duplicate_of__isnull=False),
            ),
            GinIndex(
                SearchVector("text", "address", config="russian"),
                name="reports_words",
                condition=~Q(stage=""),
            ),
            models.Index(fields=["-filed_at", "id"], name="reports_filed"),
            models.Index(
                fields=["-filed_at", "id"],
                name="reports_filed_over",
                condition=Q(stage__in=(states.DONE, states.DECLINED)),
            ),
            models.Index(
                fields=["category", "-filed_at", "id"],
                name="reports_filed_category",
                condition=~Q(stage=""),
            ),
            models.Index(
                fields=["category", "due_on", "id"],
                name="reports_work_category",
                condition=Q(state__in=sorted(states.RUNNING)),
            ),
            models.Index(
                fields=["place_id", "due_on", "id"],
                name="reports_work_place",
                condition=Q(state__in=sorted(states.RUNNING)),
            ),
            models.Index(
                fields=["answered_on", "body", "category"],
                include=["due_on"],
                name="reports_answered",
                condition=Q(answered_on__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=states.STATES), name="reports_state"),
            models.CheckConstraint(condition=Q(stage__in=states.STAGES), name="reports_stage"),
            models.CheckConstraint(
                condition=Q(visibility=states.PUBLIC) | Q(stage=states.UNSEEN),
                name="reports_hidden_is_unseen",
            ),
            models.CheckConstraint(
                condition=Q(shown_from__isnull=True) | Q(stage=states.UNSEEN),
                name="reports_held_back_is_unseen",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.DUPLICATE) | Q(duplicate_of__isnull=False),
                name="reports_duplicate_of_something",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.REJECTED) | ~Q(reason=""), name="reports_reasoned"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(states.ASKED, states.CLARIFYING))
                | Q(silent_on__isnull=False),
                name="reports_resident_has_a_term",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.HELD) | Q(answer_shown_from__isnull=False),
                name="reports_answer_held_until",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.PLANNED) | Q(planned_on__isnull=False),
                name="reports_planned_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(states.IN_WORK, states.PLANNED, states.CLARIFYING))
                | Q(body__isnull=False),
                name="reports_somebody_answers",
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)) & Q(longitude__range=(-180, 180)),
                name="reports_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Step(models.Model):
    """What happened to a report: which verb, in what part, with which words. Never changed."""

    append_only = True

    report = models.ForeignKey(Report, models.DO_NOTHING, related_name="steps")
    verb = models.CharField(max_length=12)
    part = models.CharField(max_length=12, choices=_choices(states.PARTS))
    state = models.CharField(max_length=12)
    # Officials only: a resident's steps are the author's.
    person_id = models.UUIDField(null=True)
    body_name = models.CharField(max_length=NAME_MAX, default="")
    text = models.TextField(max_length=WORDS_MAX, default="")
    is_inner = models.BooleanField(default=False)
    on = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["at", "id"], name="reports_told", condition=Q(is_inner=False))
        ]


class Photo(models.Model):
    """A photo of a report: what was sent, and its blurred copy, which alone anyone may see."""

    BEFORE, AFTER, PROOF = "before", "after", "proof"
    WAITING, BLURRED, SHOWN, HIDDEN = "waiting", "blurred", "shown", "hidden"

    # The id of the file as it was sent.
    id = models.UUIDField(primary_key=True)
    report = models.ForeignKey(Report, models.CASCADE, related_name="photos")
    kind = models.CharField(max_length=8, choices=_choices((BEFORE, AFTER, PROOF)))
    state = models.CharField(
        max_length=8, choices=_choices((WAITING, BLURRED, SHOWN, HIDDEN)), default=WAITING
    )
    blurred_id = models.UUIDField(null=True)
    covered = models.SmallIntegerField(default=0)
    # Only what may be seen is kept: the photo as it was sent is no more, and one that was taken
    # away is gone whole.
    is_original_gone = models.BooleanField(default=False, db_default=False)
    position = models.SmallIntegerField(default=0)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["added_at", "position", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["report"],
                name="reports_originals",
                condition=Q(is_original_gone=False) & ~Q(state="waiting"),
            )
        ]
        constraints: ClassVar = [
            # What was not blurred and looked at is nobody's to see.
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(state="hidden") | Q(blurred_id__isnull=False),
                name="reports_photo_blurred",
            )
        ]


class Supporter(models.Model):
    """Somebody whom the same thing troubles; counted once."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    person_id = models.UUIDField(db_index=True)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "person_id"], name="reports_support_once")
        ]


class Thanks(models.Model):
    """«Спасибо мастеру»: one from a person for a report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    person_id = models.UUIDField(db_index=True)
    said_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "person_id"], name="reports_thanks_once")
        ]


class Draft(models.Model):
    """What a resident has filled in and not sent yet; one each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_id = models.UUIDField(unique=True)
    text = models.TextField(max_length=TEXT_MAX, default="")
    category = models.ForeignKey(Category, models.SET_NULL, null=True, related_name="+")
    is_advised = models.BooleanField(default=False)
    photos = ArrayField(models.UUIDField(), default=list)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    place_id = models.UUIDField(null=True)
    # The house that was chosen, while its outages are asked for; a report keeps its street alone.
    address_id = models.UUIDField(null=True)
    address = models.CharField(max_length=ADDRESS_MAX, default="")
    changed_at = models.DateTimeField(db_index=True)


class CellCount(models.Model):
    """How many public reports a cell of the map holds, by group and stage."""

    resolution = models.SmallIntegerField()
    cell = models.BigIntegerField()
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=8)
    number = models.IntegerField(default=0)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["resolution", "latitude", "longitude"], name="reports_cells_seen")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cell", "group", "stage"], name="reports_cell_counted_once"
            )
        ]


class Guesser(models.Model):
    """The model that guesses a category from words, as last trained."""

    trained_at = models.DateTimeField()
    examples = models.IntegerField()
    labels = ArrayField(models.CharField(max_length=40))
    weights = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["-trained_at", "-id"]


class AnswerTemplate(models.Model):
    """An answer that is given often: a beginning to write on from, never sent by itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=120, unique=True)
    text = models.TextField(max_length=WORDS_MAX)
    outcome = models.CharField(max_length=10)
    # The theme it is for; without one, for all.
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=(states.SOLVED, states.DECLINING)),
                name="reports_template_outcome",
            )
        ]


class PublicClock(models.Model):
    """The town's dated decision to count its lateness with a category before everyone, or not."""

    append_only = True

    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    is_on = models.BooleanField()
    starts_on = models.DateField()
    act_title = models.CharField(max_length=300)
    act_number = models.CharField(max_length=60)
    act_on = models.DateField()
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-starts_on", "-id"]


class Sheet(models.Model):
    """The head's one page of a Monday, as it was then; nobody is named on it."""

    append_only = True

    on = models.DateField(unique=True)
    facts = models.JSONField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-on"]
