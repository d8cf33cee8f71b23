"""An office's file and what everyone gets have digests of their own; a passport has its day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("opendata", "0001_start")]

    operations = [
        migrations.AddField(
            model_name="version",
            name="upload_sha256",
            field=models.CharField(db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="ownset", name="changed_at", field=models.DateTimeField(null=True)
        ),
        # What is public without a digest is counted anew by `jobs.watch_sets`.
        migrations.RunSQL(
            """
            UPDATE opendata_version
               SET upload_sha256 = sha256, sha256 = '',
                   rows_number = CASE state WHEN 'withdrawn' THEN 0 ELSE rows_number END
             WHERE own_id IS NOT NULL
            """,
            migrations.RunSQL.noop,
        ),
    ]
