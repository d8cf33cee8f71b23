"""The house nearest to a point."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    deploy = "before"
    excused = {"ban-concurrent-index-creation-in-transaction": "the migration is not atomic"}

    dependencies = [("places", "0003_pending_upload")]

    operations = [
        AddIndexConcurrently(
            "address",
            models.Index(name="places_address_point", fields=["latitude", "longitude"]),
        ),
    ]
