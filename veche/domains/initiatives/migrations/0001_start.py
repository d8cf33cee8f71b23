"""Proposals, their groups, supporters, sheets and thresholds."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.domains.initiatives.models
import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Proposal",
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
                    models.CharField(
                        default=veche.kernel.ids.slug_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=12)),
                ("is_public", models.BooleanField(default=False)),
                ("author_id", models.UUIDField(null=True)),
                (
                    "invite",
                    models.CharField(
                        default=veche.domains.initiatives.models.invite_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("place_id", models.UUIDField(null=True)),
                ("spot", models.CharField(default="", max_length=200)),
                ("problem", models.TextField(default="", max_length=3000)),
                ("grounds", models.TextField(default="", max_length=3000)),
                ("result", models.TextField(default="", max_length=3000)),
                ("cost_kopecks", models.BigIntegerField(null=True)),
                ("cost_note", models.TextField(default="", max_length=3000)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("own_kopecks", models.BigIntegerField(null=True)),
                ("own_property", models.CharField(default="", max_length=500)),
                ("own_labour", models.CharField(default="", max_length=500)),
                ("budget_kopecks", models.BigIntegerField(null=True)),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("changed_at", models.DateTimeField()),
                ("filed_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("remarks_until", models.DateField(null=True)),
                ("support_until", models.DateField(null=True)),
                ("threshold", models.PositiveIntegerField(default=0)),
                ("online", models.PositiveIntegerField(default=0)),
                ("paper", models.PositiveIntegerField(default=0)),
                ("support", models.PositiveIntegerField(default=0)),
                ("milestone", models.PositiveSmallIntegerField(default=0)),
                ("reached_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("is_overdue_told", models.BooleanField(default=False)),
                ("answered_on", models.DateField(null=True)),
                ("outcome", models.CharField(default="", max_length=10)),
                ("ground", models.CharField(default="", max_length=8)),
                ("answer", models.TextField(default="", max_length=6000)),
                ("body", models.CharField(default="", max_length=200)),
                ("promised_on", models.DateField(null=True)),
                ("answerer_id", models.UUIDField(null=True)),
                ("version", models.IntegerField(default=1)),
                (
                    "retired_for",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retired",
                        to="initiatives.proposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "joined_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="initiatives.proposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandedOn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("target_id", models.UUIDField()),
                ("by_id", models.UUIDField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handed_on",
                        to="initiatives.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
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
                    "number",
                    models.CharField(
                        default=veche.domains.initiatives.models.sheet_number,
                        max_length=8,
                        unique=True,
                    ),
                ),
                ("pack_id", models.UUIDField(db_index=True)),
                ("taken", models.PositiveSmallIntegerField(default=0)),
                ("doubles", models.PositiveSmallIntegerField(default=0)),
                ("spoiled", models.PositiveSmallIntegerField(default=0)),
                ("is_closed", models.BooleanField(default=False)),
                ("printed_by_id", models.UUIDField()),
                ("printed_on", models.DateField()),
                ("closed_by_id", models.UUIDField(null=True)),
                ("closed_on", models.DateField(null=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheets",
                        to="initiatives.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["-printed_on", "number"],
            },
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "given_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="initiatives.proposal",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="initiatives.sheet",
                    ),
                ),
            ],
        ),
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
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["-published_at", "id"],
                name="initiatives_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["state", "-published_at", "id"],
                name="initiatives_state_newest",
            ),
        ),
    ]
