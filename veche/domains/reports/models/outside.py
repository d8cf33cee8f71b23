"""Cases whose record lies elsewhere: what a register says of them, never changed here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from veche.domains.reports.models.catalogue import Body, Category
from veche.domains.reports.models.report import ADDRESS_MAX, Report
from veche.domains.reports.rules import homes, registers, states
from veche.kernel.ids import new_id, slug_id

NUMBER_MAX = 60


class Register(models.Model):
    """A source of registers: «ПОС», the town's document system. It remembers its columns."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id)
    title = models.CharField(max_length=120, unique=True)
    home = models.CharField(max_length=4)
    # Our field -> the heading of its column, as it was last chosen.
    mapping = models.JSONField(default=dict)
    # A state in its words -> what it means here, where somebody has said what nobody would guess.
    stages = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(home__in=homes.OUTSIDE), name="reports_register_outside"
            )
        ]


class OutsideCase(models.Model):
    """One case of a register: its number, where it stands, its term. Of people it holds nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    register = models.ForeignKey(Register, models.PROTECT, related_name="+")
    number = models.CharField(max_length=NUMBER_MAX)
    # The report here whose record it is, when a coordinator has entered the number.
    report = models.OneToOneField(Report, models.PROTECT, null=True, related_name="outside")
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", db_index=False
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    topic = models.CharField(max_length=300, default="")
    address = models.CharField(max_length=ADDRESS_MAX, default="")
    stage = models.CharField(max_length=8, default=states.OPEN)
    # The state in the words of the register.
    state = models.CharField(max_length=120, default="")
    filed_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    # The term for the worklist: the last of all days where none is known.
    urgent_on = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["register", "number"], name="reports_outside_once"),
            models.CheckConstraint(condition=~Q(number=""), name="reports_outside_numbered"),
            models.CheckConstraint(
                condition=Q(stage__in=(*registers.MEANINGS, registers.GONE)),
                name="reports_outside_stage",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["urgent_on", "id"],
                name="reports_outside_urgent",
                condition=Q(stage=states.OPEN),
            ),
            models.Index(fields=["number"], name="reports_outside_number"),
        ]


class RegisterImport(models.Model):
    """A register on its way in: the file sealed until it is done, then nothing but the counts."""

    UPLOADED, CHECKING, CHECKED = "uploaded", "checking", "checked"
    RUNNING, DONE, FAILED = "running", "done", "failed"
    STATES = (UPLOADED, CHECKING, CHECKED, RUNNING, DONE, FAILED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    register = models.ForeignKey(Register, models.PROTECT, related_name="imports")
    owner_id = models.UUIDField()
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, default=UPLOADED)
    sealed = models.BinaryField(null=True)
    mapping = models.JSONField(default=dict)
    # What the states of the file are taken for; gone once it is done.
    stages = models.JSONField(default=dict)
    # Whether the file holds all open cases: what it does not tell is over.
    is_whole = models.BooleanField(default=False)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    same = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    gone = models.IntegerField(default=0)
    # The first refused lines: their number in the file and why.
    problems = models.JSONField(default=list)
    made_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    state__in=("uploaded", "checking", "checked", "running", "done", "failed")
                ),
                name="reports_import_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("done", "failed")) | Q(sealed=None),
                name="reports_import_forgotten",
            ),
        ]
