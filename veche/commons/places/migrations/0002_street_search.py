"""The trigram index that answers «лугов» and «ов сад» typed into an address field."""

from django.db import migrations


class Migration(migrations.Migration):
    deploy = "before"
    # The table is made one step before, in the same release: it is empty.
    excused = {"require-concurrent-index-creation": "the table is new"}
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX places_street_search_words ON places_street"
            " USING gin (search ext.gin_trgm_ops)",
            "DROP INDEX places_street_search_words",
        )
    ]
