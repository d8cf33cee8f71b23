import django.contrib.postgres.fields
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    initial = True
    deploy = "before"

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredFile",
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
                ("owner_id", models.UUIDField(db_index=True, null=True)),
                ("purpose", models.CharField(max_length=40)),
                ("visibility", models.CharField(default="private", max_length=8)),
                ("kind", models.CharField(max_length=8)),
                ("content_type", models.CharField(max_length=40)),
                ("size_bytes", models.IntegerField()),
                ("sha256", models.BinaryField(max_length=32)),
                ("width", models.IntegerField(default=0)),
                ("height", models.IntegerField(default=0)),
                (
                    "widths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("name", models.CharField(default="", max_length=120)),
                ("alt", models.CharField(default="", max_length=300)),
                ("subject_kind", models.CharField(default="", max_length=60)),
                ("subject_id", models.CharField(default="", max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id"], name="files_subject"),
                    models.Index(
                        condition=models.Q(("subject_kind", "")),
                        fields=["created_at"],
                        name="files_orphans",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("visibility__in", ("private", "public"))),
                        name="files_visibility",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("photo", "document"))), name="files_kind"
                    ),
                ],
            },
        ),
    ]
