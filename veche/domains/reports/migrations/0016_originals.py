"""Photos whose originals are still kept, for the job that removes them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    deploy = "before"
    excused = {"ban-concurrent-index-creation-in-transaction": "the migration is not atomic"}
    dependencies = [("reports", "0015_plates_and_originals")]

    operations = [
        AddIndexConcurrently(
            "photo",
            models.Index(
                fields=["report"],
                name="reports_originals",
                condition=models.Q(is_original_gone=False, blurred_id__isnull=False),
            ),
        ),
    ]
