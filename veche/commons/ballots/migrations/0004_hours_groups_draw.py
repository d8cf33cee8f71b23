"""Turnout by the hour, an age band where a poll asks for it, results by groups, the draw."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [
        ("ballots", "0003_paper"),
    ]

    operations = [
        migrations.CreateModel(
            name="Breakdown",
            fields=[
                (
                    "box",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ballots.box",
                    ),
                ),
                ("tables", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "box",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ballots.box",
                    ),
                ),
                ("commitment", models.CharField(max_length=64)),
                ("wrapped_seed", models.BinaryField()),
                ("seed", models.CharField(default="", max_length=64)),
                ("marks", models.BinaryField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="ballot",
            name="age_band",
            field=models.CharField(db_default="", default="", max_length=5),
        ),
        migrations.AddField(
            model_name="box",
            name="counts_hours",
            field=models.BooleanField(db_default=False, default=True),
        ),
        migrations.AddField(
            model_name="box",
            name="hour_bins",
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name="HourCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "box_id",
                        "hour",
                        "shard",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("hour", models.DateTimeField()),
                ("shard", models.SmallIntegerField()),
                ("votes", models.BigIntegerField()),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ballots.box"
                    ),
                ),
            ],
        ),
    ]
