"""Secret polls: what is frozen, who may vote, who took a token; their ballots lie elsewhere."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [
        ("ballots", "0005_paper_batches"),
    ]

    operations = [
        migrations.CreateModel(
            name="SecretPoll",
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
                ("manifest", models.BinaryField()),
                ("manifest_hash", models.BinaryField(max_length=32)),
                ("is_registered", models.BooleanField(default=False)),
                ("counted_on", models.DateField(null=True)),
                ("issued", models.JSONField(default=dict)),
                ("issued_root", models.BinaryField(max_length=32, null=True)),
                ("ballots", models.JSONField(null=True)),
                ("checkpoint", models.TextField(default="")),
                ("is_destroyed", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="box",
            name="mode",
            field=models.CharField(
                choices=[("open", "Открытое"), ("secret", "Тайное")],
                db_default="open",
                default="open",
                max_length=6,
            ),
        ),
        migrations.CreateModel(
            name="AssistedSeed",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "box_id",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("wrapped", models.BinaryField()),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ballots.box"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Issuance",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "box_id",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("blinded_sha256", models.BinaryField(max_length=32)),
                ("is_assisted", models.BooleanField(default=False)),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ballots.box"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Roll",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "box_id",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("stratum", models.IntegerField()),
                ("salt", models.BinaryField(max_length=32)),
                ("is_retired", models.BooleanField(default=False)),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ballots.box"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StratumKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "box_id",
                        "stratum",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("stratum", models.IntegerField()),
                ("label", models.CharField(max_length=500)),
                ("eligible", models.IntegerField()),
                ("spki", models.BinaryField()),
                ("wrapped", models.BinaryField(null=True)),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ballots.box"
                    ),
                ),
            ],
        ),
    ]
