"""Tables of points by criteria: what they are given for, the marks of the commission."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from veche.domains.budgeting.rules import scoring

LINE_MAX = 200


class Criterion(models.Model):
    """What projects of a cycle are given points for, by its local act.

    `full_at` is the figure that gives all points where they follow from a figure: percents of the
    cost, or people.
    """

    cycle = models.ForeignKey("budgeting.Cycle", models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=LINE_MAX)
    kind = models.CharField(max_length=10)
    points_max = models.PositiveSmallIntegerField()
    full_at = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "position"], name="budgeting_criterion_once"),
            models.CheckConstraint(
                condition=Q(kind__in=scoring.KINDS), name="budgeting_criterion_kind"
            ),
            models.CheckConstraint(
                condition=Q(points_max__gt=0), name="budgeting_criterion_some_points"
            ),
            models.CheckConstraint(
                condition=Q(kind=scoring.COMMISSION, full_at=None)
                | (~Q(kind=scoring.COMMISSION) & Q(full_at__gt=0)),
                name="budgeting_criterion_figure",
            ),
        ]


class Score(models.Model):
    """The mark of one member of the commission for one project by one criterion."""

    project = models.ForeignKey("budgeting.Project", models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="marks")
    member_id = models.UUIDField()
    points = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "criterion", "member_id"], name="budgeting_score_once"
            )
        ]
