"""Election campaigns, during which no poll names candidates and parties."""

from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("polls", "0005_lawyer")]
    operations = [
        migrations.CreateModel(
            name="Campaign",
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
                ("title", models.CharField(max_length=200)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("names", models.TextField(max_length=20_000)),
                ("act", models.CharField(max_length=300)),
            ],
            options={
                "ordering": ["-ends_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="polls_campaign_days",
                    )
                ],
            },
        ),
    ]
