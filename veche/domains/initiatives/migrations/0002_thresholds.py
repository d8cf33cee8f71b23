"""The town's dated word on how much support a proposal needs."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("initiatives", "0001_proposals")]
    operations = [
        migrations.CreateModel(
            name="Threshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place_id", models.UUIDField(null=True)),
                ("number", models.PositiveIntegerField()),
                ("starts_on", models.DateField()),
                ("act_title", models.CharField(max_length=300)),
                ("act_number", models.CharField(max_length=60)),
                ("act_on", models.DateField()),
                (
                    "set_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gt", 0)), name="initiatives_threshold_some"
                    )
                ],
            },
        ),
    ]
