"""Indexes of the worklist, of the terms page and of Open311."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

RUNNING = ["approval", "control", "coordination", "in_work", "moderation", "planned"]


class Migration(migrations.Migration):
    atomic = False
    deploy = "before"
    excused = {"ban-concurrent-index-creation-in-transaction": "the migration is not atomic"}

    dependencies = [("reports", "0005_office_and_clock")]

    operations = [
        AddIndexConcurrently(
            "report", models.Index(fields=["-filed_at", "id"], name="reports_filed")
        ),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["category", "-filed_at", "id"],
                name="reports_filed_category",
                condition=~models.Q(stage=""),
            ),
        ),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["category", "due_on", "id"],
                name="reports_work_category",
                condition=models.Q(state__in=RUNNING),
            ),
        ),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["place_id", "due_on", "id"],
                name="reports_work_place",
                condition=models.Q(state__in=RUNNING),
            ),
        ),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["answered_on", "body", "category"],
                include=["due_on"],
                name="reports_answered",
                condition=models.Q(answered_on__isnull=False),
            ),
        ),
        AddIndexConcurrently(
            "step",
            models.Index(
                fields=["at", "id"], name="reports_told", condition=models.Q(is_inner=False)
            ),
        ),
    ]
