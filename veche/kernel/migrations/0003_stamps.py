"""Stamps that the database itself changes with the rows they stand for, whoever changes these."""

import uuid

from django.db import migrations, models

# The schema is the table's own: a restored copy of a town may lie under another name.
_RESTAMP = """
CREATE FUNCTION kernel_restamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO %I.kernel_stamp (name, stamp) VALUES ($1, gen_random_uuid())'
        ' ON CONFLICT (name) DO UPDATE SET stamp = excluded.stamp', TG_TABLE_SCHEMA
    ) USING TG_ARGV[0];
    RETURN NULL;
END
$$
"""


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("kernel", "0002_retention_runs")]
    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                (
                    "name",
                    models.CharField(max_length=40, primary_key=True, serialize=False),
                ),
                ("stamp", models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.RunSQL([_RESTAMP], ["DROP FUNCTION kernel_restamp()"]),
    ]
