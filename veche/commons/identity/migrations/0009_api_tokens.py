"""Keys for programs."""

import django.db.models.deletion
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [
        ("identity", "0008_privacy_role"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
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
                ("handle", models.CharField(max_length=12, unique=True)),
                ("mac", models.BinaryField(max_length=32)),
                ("sealed_name", models.BinaryField()),
                ("scopes", models.JSONField()),
                ("added_on", models.DateField()),
                ("ends_on", models.DateField(db_index=True)),
                ("used_on", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="identity.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("added_on"))),
                        name="identity_token_ends_after_start",
                    )
                ],
            },
        ),
    ]
