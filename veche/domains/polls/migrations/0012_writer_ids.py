"""All who changed a draft count as its authors, not only the last one."""

import django.contrib.postgres.fields
from django.db import migrations, models

LAST_ONE = "UPDATE polls_poll SET writer_ids = ARRAY[editor_id] WHERE editor_id IS NOT NULL"


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("polls", "0011_editor_id")]
    operations = [
        migrations.AddField(
            "poll",
            "writer_ids",
            django.contrib.postgres.fields.ArrayField(
                models.UUIDField(), default=list, db_default=[]
            ),
        ),
        migrations.RunSQL(LAST_ONE, migrations.RunSQL.noop),
    ]
