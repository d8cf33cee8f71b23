"""Who is represented by each rule; the ground that a project takes; residents' photos."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("budgeting", "0006_mend_void_checked")]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="represented",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="project",
            name="area",
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("covered_id", models.UUIDField(null=True)),
                ("position", models.SmallIntegerField(default=0)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="budgeting.project",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "hidden")),
                            models.Q(
                                ("covered_id__isnull", False),
                                ("state__in", ("covered", "asked", "shown")),
                            ),
                            _connector="OR",
                        ),
                        name="budgeting_photo_covered",
                    )
                ],
            },
        ),
    ]
