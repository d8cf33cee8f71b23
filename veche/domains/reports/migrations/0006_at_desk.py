"""The desks of the office in the order of the days until which each waits."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce

_DESKS = ["approval", "control", "coordination", "forwarded", "moderation"]


class Migration(migrations.Migration):
    atomic = False
    deploy = "before"
    excused = {"ban-concurrent-index-creation-in-transaction": "the migration is not atomic"}
    dependencies = [("reports", "0005_stamp")]
    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                "state",
                Coalesce("silent_on", "due_on"),
                "id",
                condition=models.Q(state__in=_DESKS),
                name="reports_at_desk",
            ),
        )
    ]
