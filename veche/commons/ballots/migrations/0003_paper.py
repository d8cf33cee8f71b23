"""Paper ballots: numbered sheets, who took one, stacks typed in, sums of a day."""

import django.db.models.deletion
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [
        ("ballots", "0002_joined_voters"),
    ]

    operations = [
        migrations.AddField(
            model_name="box",
            name="papers_done_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="box",
            name="takes_paper",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="CounterTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "box_id",
                        "day",
                        "clerk_id",
                        "act",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
                ("clerk_id", models.UUIDField()),
                ("act", models.CharField(max_length=10)),
                ("amount", models.IntegerField()),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ballots.box"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperStack",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Вводят"),
                            ("checking", "Сверяют"),
                            ("counted", "В урне"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("entered_by", models.UUIDField()),
                ("checked_by", models.UUIDField(null=True)),
                ("opened_on", models.DateField()),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ballots.box"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("box", "entered_by"),
                        name="ballots_stack_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by", None),
                            models.Q(("checked_by", models.F("entered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="ballots_stack_two_persons",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="PaperEntry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "box_id",
                        "serial",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("serial", models.IntegerField()),
                ("key", models.UUIDField(unique=True)),
                ("is_invalid", models.BooleanField(default=False)),
                ("marks", models.JSONField(null=True)),
                ("is_drawn", models.BooleanField(default=False)),
                ("is_agreed", models.BooleanField(null=True)),
                ("second_marks", models.JSONField(null=True)),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ballots.box"
                    ),
                ),
                (
                    "stack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ballots.paperstack"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RollMark",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "box_id",
                        "pseudonym",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("pseudonym", models.BinaryField(max_length=32)),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ballots.box"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperPack",
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
                ("first", models.IntegerField()),
                ("last", models.IntegerField()),
                ("printed_by", models.UUIDField()),
                ("printed_on", models.DateField()),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ballots.box"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("box", "first"), name="ballots_pack_first"),
                    models.CheckConstraint(
                        condition=models.Q(("first__gt", 0), ("last__gte", models.F("first"))),
                        name="ballots_pack_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperSheet",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "box_id",
                        "serial",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("serial", models.IntegerField()),
                ("number", models.CharField(max_length=12)),
                ("is_spoiled", models.BooleanField(default=False)),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ballots.box"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("box", "number"), name="ballots_sheet_number")
                ],
            },
        ),
    ]
