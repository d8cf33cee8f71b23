"""The table of questions to support."""

from django.db import migrations, models

import veche.kernel.ids

_ANSWERED = models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True))


class Migration(migrations.Migration):
    """A new table with its index and constraint."""

    deploy = "before"
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Inquiry",
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
                ("number", models.CharField(editable=False, max_length=12, unique=True)),
                ("screen", models.CharField(blank=True, max_length=60)),
                ("text", models.TextField(max_length=2000)),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, max_length=4000)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_id", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["answered_at", "asked_at", "id"], name="help_inquiry_queue"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer", ""), ("answered_at", None)) | _ANSWERED,
                        name="help_inquiry_answered",
                    )
                ],
            },
        ),
    ]
