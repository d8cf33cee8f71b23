"""Those able to help, what they can and where; needs; matches of the two, step by step."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from veche.commons.matching.rules import states
from veche.kernel.ids import new_id, slug_id


class WorkKind(models.Model):
    """A kind of work from the town's list: «Уборка», «Сварка»."""

    code = models.SlugField(max_length=40, primary_key=True)
    title = models.CharField(max_length=80, unique=True)
    icon = models.CharField(max_length=24, default="works")
    position = models.SmallIntegerField()
    is_dangerous = models.BooleanField(default=False)
    # What an official asks to see for it; empty where no paper is needed.
    licence = models.CharField(max_length=states.LICENCE_MAX, default="")
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_dangerous=False) | ~Q(licence=""),
                name="matching_danger_needs_a_paper",
            )
        ]


class Solver(models.Model):
    """A person, a group or an organisation that can help, as they describe themselves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id)
    kind = models.CharField(max_length=12)
    person_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    # What everyone reads: of an organisation its name, of a person what they chose.
    name = models.CharField(max_length=200)
    about = models.CharField(max_length=states.ABOUT_MAX, default="")
    gifts = ArrayField(models.CharField(max_length=12), default=list)
    hands = models.SmallIntegerField(default=1)
    # Places, or a coarse point with a radius, or, with neither, the whole town.
    place_ids = ArrayField(models.UUIDField(), default=list)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    radius_m = models.IntegerField(default=0)
    # Bits, Monday is 1.
    weekdays = models.SmallIntegerField(default=0)
    dates = ArrayField(models.DateField(), default=list)
    away_until = models.DateField(null=True)
    is_open = models.BooleanField(default=False)
    # Whether a moderator let the words through.
    is_shown = models.BooleanField(default=False)
    deeds = models.IntegerField(default=0)
    waits_since = models.DateField()
    # Requests in a row that they left without a word.
    silences = models.SmallIntegerField(default=0)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["-deeds", "id"],
                name="matching_shown_solvers",
                condition=Q(is_open=True, is_shown=True),
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id"], name="matching_one_of_person"),
            models.UniqueConstraint(
                fields=["organisation_id"], name="matching_one_of_organisation"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=states.SOLVER_KINDS), name="matching_solver_kind"
            ),
            # An erased person leaves a closed solver behind, for the deeds.
            models.CheckConstraint(
                condition=Q(kind__in=states.OF_ORGANISATIONS, organisation_id__isnull=False)
                | Q(kind__in=(states.GROUP, states.RESIDENT), person_id__isnull=False)
                | Q(is_open=False),
                name="matching_somebody_answers",
            ),
            models.CheckConstraint(
                condition=Q(hands__range=(1, states.HANDS_MAX)), name="matching_hands"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None, radius_m=0)
                | Q(latitude__isnull=False, longitude__isnull=False, radius_m__gt=0),
                name="matching_point_with_radius",
            ),
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(weekdays__gt=0) | ~Q(dates=[]),
                name="matching_open_when",
            ),
        ]


class Skill(models.Model):
    """One kind of work that a solver does, and the licence where one is needed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    solver = models.ForeignKey(Solver, models.CASCADE, related_name="skills")
    work_kind = models.ForeignKey(WorkKind, models.PROTECT, related_name="+")
    licence = models.CharField(max_length=states.LICENCE_MAX, default="")
    licence_state = models.CharField(max_length=10, default=states.NONE)
    reason = models.CharField(max_length=states.WORDS_MAX, default="")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                name="matching_licences_to_look_at",
                condition=Q(licence_state=states.CLAIMED),
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["solver", "work_kind"], name="matching_skill_once"),
            models.CheckConstraint(
                condition=Q(licence_state__in=states.LICENCES), name="matching_licence_state"
            ),
            models.CheckConstraint(
                condition=Q(licence_state=states.NONE) | ~Q(licence=""),
                name="matching_licence_told",
            ),
            models.CheckConstraint(
                condition=~Q(licence_state=states.REJECTED) | ~Q(reason=""),
                name="matching_licence_reasoned",
            ),
        ]


class Reach(models.Model):
    """Where and for what an open solver may be found: a row for each kind and area.

    All that the narrowing looks at stands here, so that it walks one index in the order of
    waiting and stops at 500, however many solvers the town has.
    """

    solver = models.ForeignKey(Solver, models.CASCADE, related_name="+")
    work_kind = models.ForeignKey(WorkKind, models.PROTECT, related_name="+", db_index=False)
    area = models.CharField(max_length=40)
    waits_since = models.DateField()
    weekdays = models.SmallIntegerField()
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    away_until = models.DateField(null=True)
    is_verified = models.BooleanField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    radius_m = models.IntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["work_kind", "area", "waits_since", "solver"], name="matching_reach_line"
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["solver", "work_kind", "area"], name="matching_reach_once"
            )
        ]


class Need(models.Model):
    """Something to be done that helpers may do, declared by its owner above or by an official."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id)
    source_kind = models.CharField(max_length=60)
    source_id = models.CharField(max_length=64)
    title = models.CharField(max_length=states.TITLE_MAX)
    text = models.CharField(max_length=states.WORDS_MAX, default="")
    url = models.CharField(max_length=300, default="")
    work_kind = models.ForeignKey(WorkKind, models.PROTECT, related_name="+", db_index=False)
    latitude = models.FloatField()
    longitude = models.FloatField()
    place_id = models.UUIDField(null=True)
    address = models.CharField(max_length=300, default="")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    hands = models.SmallIntegerField(default=1)
    is_dangerous = models.BooleanField(default=False)
    raised_by = models.UUIDField(null=True, db_index=True)
    # The official who asked in the town's name, to be told; any of them answers.
    declared_by = models.UUIDField(null=True, db_index=True)
    # Whose the place is; without an organisation the town's officials answer for it.
    owner_organisation_id = models.UUIDField(null=True, db_index=True)
    owner_name = models.CharField(max_length=200)
    # When an official has said so; what was refused before was another owner's word.
    owner_named_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=states.OPEN)
    opened_at = models.DateTimeField(db_default=Now())
    # Since when nobody new is looked for; work at hand may go on behind it.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["-opened_at", "id"],
                name="matching_open_needs",
                condition=Q(state=states.OPEN),
            ),
            models.Index(
                fields=["work_kind", "-opened_at", "id"],
                name="matching_open_of_kind",
                condition=Q(state=states.OPEN),
            ),
            models.Index(
                fields=["place_id", "-opened_at", "id"],
                name="matching_open_of_place",
                condition=Q(state=states.OPEN),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_kind", "source_id"], name="matching_one_need_of_source"
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.NEED_STATES), name="matching_need_state"
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)) & Q(longitude__range=(-180, 180)),
                name="matching_need_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(hands__range=(1, states.HANDS_MAX)), name="matching_need_hands"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="matching_need_ends_later",
            ),
        ]


class Match(models.Model):
    """A need and a solver: from the first word to the deed done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id)
    need = models.ForeignKey(Need, models.PROTECT, related_name="matches")
    solver = models.ForeignKey(Solver, models.PROTECT, related_name="matches")
    state = models.CharField(max_length=10)
    words = models.CharField(max_length=states.WORDS_MAX, default="")
    answer_by = models.DateField()
    plan = models.CharField(max_length=states.WORDS_MAX, default="")
    plan_on = models.DateField(null=True)
    plan_hands = models.SmallIntegerField(null=True)
    planned_by = models.CharField(max_length=8, default="")
    allowed_by = models.UUIDField(null=True)
    allowed_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=states.WORDS_MAX, default="")
    photo_ids = ArrayField(models.UUIDField(), default=list)
    # Whether a moderator let the words and the photos of the proof through.
    is_proof_shown = models.BooleanField(default=False)
    # Or has refused them; another proof makes it new.
    is_proof_refused = models.BooleanField(default=False, db_default=False)
    thanks = ArrayField(models.CharField(max_length=8), default=list)
    reason = models.CharField(max_length=states.WORDS_MAX, default="")
    ended_by = models.CharField(max_length=8, default="")
    # When both sides were told that it stands still; any step makes it new.
    reminded_on = models.DateField(null=True)
    opened_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["-done_at", "id"],
                name="matching_deeds",
                condition=Q(state=states.DONE),
            ),
            models.Index(
                fields=["answer_by"],
                name="matching_unanswered",
                condition=Q(state__in=states.UNANSWERED),
            ),
            models.Index(
                fields=["changed_at", "id"],
                name="matching_under_way",
                condition=Q(state__in=states.LIVE),
            ),
            models.Index(fields=["solver", "-changed_at", "id"], name="matching_of_solver"),
        ]
        constraints: ClassVar = [
            # Of two who accept at once the second is told.
            models.UniqueConstraint(
                fields=["need"],
                condition=Q(state__in=(*states.HOLDING, states.DONE)),
                name="matching_one_holds_a_need",
            ),
            models.UniqueConstraint(
                fields=["need", "solver"],
                condition=Q(state__in=states.LIVE),
                name="matching_one_talk_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.MATCH_STATES), name="matching_match_state"
            ),
            # No hand is laid on a place before its owner has said yes.
            models.CheckConstraint(
                condition=~Q(state__in=(states.ALLOWED, states.HANDED, states.PROVEN, states.DONE))
                | Q(allowed_at__isnull=False),
                name="matching_owner_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(states.PROVEN, states.DONE)) | ~Q(photo_ids=[]),
                name="matching_proof_has_photos",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.DONE) | Q(done_at__isnull=False),
                name="matching_done_when",
            ),
        ]


class Step(models.Model):
    """What happened to a match: which verb, in what part, with which words. Never changed."""

    append_only = True

    match = models.ForeignKey(Match, models.DO_NOTHING, related_name="steps")
    verb = models.CharField(max_length=12)
    party = models.CharField(max_length=8, default="")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["at", "id"]
