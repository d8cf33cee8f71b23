from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    deploy = "before"
    excused = {"ban-concurrent-index-creation-in-transaction": "the migration is not atomic"}

    dependencies = [("audit", "0001_start")]

    operations = [
        AddIndexConcurrently(
            "auditentry", models.Index(fields=["kind", "-id"], name="audit_by_kind")
        ),
        AddIndexConcurrently(
            "auditentry", models.Index(fields=["actor_id", "-id"], name="audit_by_actor")
        ),
    ]
