"""The trigram index by which proposals like a new one are found, typos and all."""

from django.db import migrations


class Migration(migrations.Migration):
    deploy = "before"
    # The table is made in the same release: it is empty.
    excused = {"require-concurrent-index-creation": "the table is new"}
    dependencies = [("initiatives", "0002_around")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX initiatives_title_like ON initiatives_proposal"
            " USING gin (title ext.gin_trgm_ops) WHERE is_public",
            "DROP INDEX initiatives_title_like",
        )
    ]
