"""The last writer is one of all writers; whom the old code noted meanwhile joins them."""

from django.db import migrations

MEANWHILE = (
    "UPDATE polls_poll SET writer_ids = array_append(writer_ids, editor_id) "
    "WHERE editor_id IS NOT NULL AND NOT editor_id = ANY(writer_ids)"
)


class Migration(migrations.Migration):
    deploy = "after"
    dependencies = [("polls", "0012_writer_ids")]
    excused = {"ban-drop-column": "the code that reads it is gone before this one runs"}
    operations = [
        migrations.RunSQL(MEANWHILE, migrations.RunSQL.noop),
        migrations.RemoveField("poll", "editor_id"),
    ]
