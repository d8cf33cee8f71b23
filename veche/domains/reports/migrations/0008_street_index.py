"""Reports of one street, the newest change first."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    deploy = "before"
    excused = {"ban-concurrent-index-creation-in-transaction": "the migration is not atomic"}

    dependencies = [("reports", "0007_houses")]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["street_id", "-changed_at", "id"],
                name="reports_public_street",
                condition=~models.Q(stage="") & models.Q(street_id__isnull=False),
            ),
        ),
    ]
