"""Consents: given and taken back, by version, time and channel."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    deploy = "before"
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("is_given", models.BooleanField()),
                ("version", models.PositiveIntegerField()),
                ("channel", models.CharField(choices=[("site", "site")], max_length=16)),
                (
                    "said_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person_id", "-id"], name="privacy_consent_of_person")
                ]
            },
        ),
    ]
