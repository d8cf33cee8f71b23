"""How much residents trust a decision, by weeks."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [
        ("commitments", "0002_public_clock"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrustRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                ("stars", models.SmallIntegerField()),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trust",
                        to="commitments.commitment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "person_id"), name="commitments_one_trust"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stars__in", (1, 2, 3, 4, 5))),
                        name="commitments_trust_stars",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrustWeek",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week_on", models.DateField()),
                ("answers", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trust_weeks",
                        to="commitments.commitment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "week_on"), name="commitments_trust_week_once"
                    )
                ],
            },
        ),
    ]
