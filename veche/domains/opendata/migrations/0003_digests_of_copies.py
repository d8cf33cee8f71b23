"""Digests of old copies of services' tables are of their files, as those of all versions."""

from django.db import migrations


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("opendata", "0002_what_everyone_gets")]

    operations = [
        # They were of something else. Those that are public are counted anew by `jobs.watch_sets`;
        # what they are compared by (`upload_sha256`) stays empty, so that next month one more copy
        # is kept of each table, also where nothing has changed.
        migrations.RunSQL(
            """
            UPDATE opendata_version SET sha256 = ''
             WHERE own_id IS NULL AND upload_sha256 = ''
            """,
            migrations.RunSQL.noop,
        ),
    ]
