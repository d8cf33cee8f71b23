"""Runs of the jobs that drop data past its term."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("kernel", "0001_house")]
    operations = [
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("job", models.CharField(max_length=80)),
                (
                    "ran_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("destroyed", models.PositiveIntegerField(default=0)),
                ("failure", models.CharField(blank=True, default="", max_length=60)),
            ],
            options={
                "indexes": [models.Index(fields=["job", "-ran_at"], name="kernel_retention_newest")]
            },
        ),
    ]
