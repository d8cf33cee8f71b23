"""Reports of one block of the map; those that are over, by their filing, for Open311."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    deploy = "before"
    excused = {"ban-concurrent-index-creation-in-transaction": "the migration is not atomic"}

    dependencies = [("reports", "0013_stamp")]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["h9", "stage", "group"],
                include=["latitude", "longitude"],
                name="reports_public_block",
                condition=~models.Q(stage=""),
            ),
        ),
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["-filed_at", "id"],
                name="reports_filed_over",
                condition=models.Q(stage__in=("done", "declined")),
            ),
        ),
    ]
