"""Files of a version may be hidden with a reason; the head of a table is kept on its row."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    """A new table and a new column."""

    deploy = "before"
    excused = {
        "require-concurrent-index-creation": "the table is new",
        "constraint-missing-not-valid": "the table is new",
        "disallowed-unique-constraint": "the table is new",
    }
    dependencies = [("transparency", "0002_public_reports")]

    operations = [
        migrations.AddField(
            model_name="source",
            name="tops",
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name="Hiding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=veche.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("reason", models.TextField(max_length=1000)),
                ("hider_id", models.UUIDField()),
                (
                    "hidden_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hiding",
                        to="transparency.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="transparency_hiding_says_why",
                    )
                ],
            },
        ),
    ]
