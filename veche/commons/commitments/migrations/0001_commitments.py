import django.db.models.deletion
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    initial = True
    deploy = "before"

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Commitment",
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
                    "slug",
                    models.CharField(default=veche.kernel.ids.slug_id, max_length=16, unique=True),
                ),
                ("source_kind", models.CharField(max_length=60)),
                ("source_id", models.CharField(max_length=64)),
                ("source_title", models.CharField(max_length=300)),
                ("source_url", models.CharField(max_length=300)),
                ("state", models.CharField(default="owed", max_length=10)),
                ("owed_at", models.DateTimeField()),
                ("decide_by", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("deadline_on", models.DateField(null=True)),
                ("overdue_told_for", models.DateField(null=True)),
                ("decision", models.TextField(default="")),
                ("body_name", models.CharField(default="", max_length=200)),
                ("responsible_post", models.CharField(default="", max_length=200)),
                ("responsible_name", models.CharField(default="", max_length=200)),
                ("act_kind", models.CharField(default="", max_length=120)),
                ("act_number", models.CharField(default="", max_length=60)),
                ("act_on", models.DateField(null=True)),
                ("act_url", models.CharField(default="", max_length=300)),
                ("indicator_name", models.CharField(default="", max_length=200)),
                ("indicator_unit", models.CharField(default="", max_length=40)),
                (
                    "indicator_start",
                    models.DecimalField(decimal_places=3, max_digits=16, null=True),
                ),
                ("indicator_goal", models.DecimalField(decimal_places=3, max_digits=16, null=True)),
                ("indicator_now", models.DecimalField(decimal_places=3, max_digits=16, null=True)),
                ("indicator_by", models.DateField(null=True)),
                ("outcome", models.TextField(default="")),
                ("decline_reason", models.TextField(default="")),
                ("decided_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("stars_1", models.IntegerField(default=0)),
                ("stars_2", models.IntegerField(default=0)),
                ("stars_3", models.IntegerField(default=0)),
                ("stars_4", models.IntegerField(default=0)),
                ("stars_5", models.IntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-owed_at", "id"], name="commitments_newest"),
                    models.Index(
                        condition=models.Q(("deadline_on__isnull", False)),
                        fields=["deadline_on", "id"],
                        name="commitments_deadline",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["-closed_at", "id"],
                        name="commitments_closed",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source_kind", "source_id"), name="commitments_one_for_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("owed", "decided", "in_work", "done", "declined"))
                        ),
                        name="commitments_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("deadline_on__isnull", False),
                                ("state__in", ("owed", "decided", "in_work")),
                            ),
                            models.Q(
                                ("deadline_on__isnull", True), ("state__in", ("done", "declined"))
                            ),
                            _connector="OR",
                        ),
                        name="commitments_deadline_while_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("decline_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="commitments_declined_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DueChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old_due_on", models.DateField()),
                ("new_due_on", models.DateField()),
                ("reason", models.TextField()),
                ("changed_at", models.DateTimeField()),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="due_changes",
                        to="commitments.commitment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutcomeRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                ("stars", models.SmallIntegerField()),
                ("rated_at", models.DateTimeField()),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratings",
                        to="commitments.commitment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "person_id"), name="commitments_one_rating"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stars__in", (1, 2, 3, 4, 5))), name="commitments_stars"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
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
                ("position", models.IntegerField()),
                ("title", models.CharField(max_length=200)),
                ("planned_on", models.DateField()),
                ("done_on", models.DateField(null=True)),
                ("note", models.TextField(default="")),
                ("photo_before_id", models.UUIDField(null=True)),
                ("photo_after_id", models.UUIDField(null=True)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="commitments.commitment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "position"), name="commitments_stage_position"
                    )
                ],
            },
        ),
    ]
