"""Cycles, their money and phases, projects, counts."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Cycle",
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
                ("template", models.CharField(max_length=12)),
                ("state", models.CharField(default="draft", max_length=10)),
                ("title", models.CharField(max_length=120)),
                ("summary", models.TextField(default="", max_length=3000)),
                ("body", models.CharField(default="", max_length=200)),
                ("place_id", models.UUIDField(null=True)),
                ("ballot", models.CharField(max_length=10)),
                ("votes_max", models.PositiveSmallIntegerField(default=0)),
                ("others_max", models.PositiveSmallIntegerField(null=True)),
                ("min_age", models.PositiveSmallIntegerField()),
                ("min_level", models.PositiveSmallIntegerField(default=1)),
                ("turnout_target", models.PositiveIntegerField(null=True)),
                ("is_revisable", models.BooleanField(default=True)),
                ("rule", models.CharField(default="votes", max_length=16)),
                ("completion", models.CharField(blank=True, default="", max_length=16)),
                ("votes_min", models.PositiveIntegerField(default=0)),
                ("reserve_max", models.PositiveSmallIntegerField(default=0)),
                ("act_title", models.CharField(default="", max_length=300)),
                ("act_number", models.CharField(default="", max_length=60)),
                ("act_on", models.DateField(null=True)),
                ("act_url", models.URLField(default="", max_length=500)),
                ("author_id", models.UUIDField(null=True)),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("changed_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("counted_at", models.DateTimeField(null=True)),
                ("numbers", models.PositiveIntegerField(default=0)),
                ("version", models.IntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Fund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8)),
                ("place_id", models.UUIDField(null=True)),
                ("amount_kopecks", models.BigIntegerField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Phase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Project",
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
                ("number", models.PositiveIntegerField(null=True)),
                ("state", models.CharField(default="draft", max_length=10)),
                ("is_public", models.BooleanField(default=False)),
                ("author_id", models.UUIDField(null=True)),
                ("is_by_town", models.BooleanField(default=False)),
                ("origin_kind", models.CharField(default="", max_length=60)),
                ("origin_id", models.UUIDField(null=True)),
                ("title", models.CharField(max_length=120)),
                ("need", models.TextField(default="", max_length=3000)),
                ("works", models.TextField(default="", max_length=3000)),
                ("benefits", models.CharField(default="", max_length=200)),
                ("upkeep", models.CharField(default="", max_length=200)),
                ("land", models.CharField(default="", max_length=8)),
                ("spot", models.CharField(default="", max_length=200)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("cost_kopecks", models.BigIntegerField(default=0)),
                ("partners_kopecks", models.BigIntegerField(default=0)),
                ("rivals", models.CharField(default="", max_length=40)),
                ("picture_id", models.UUIDField(null=True)),
                ("refused_because", models.TextField(default="", max_length=2000)),
                ("votes", models.PositiveIntegerField(default=0)),
                ("score", models.PositiveBigIntegerField(default=0)),
                ("place", models.PositiveIntegerField(null=True)),
                ("contract_number", models.CharField(default="", max_length=60)),
                ("contractor", models.CharField(default="", max_length=200)),
                ("accepted_on", models.DateField(null=True)),
                ("accepted_by", models.CharField(default="", max_length=200)),
                ("guarantee_until", models.DateField(null=True)),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("filed_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("version", models.IntegerField(default=1)),
            ],
        ),
        migrations.AddIndex(
            model_name="cycle",
            index=models.Index(
                condition=models.Q(("state", "draft"), _negated=True),
                fields=["-published_at", "id"],
                name="budgeting_cycle_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="cycle",
            index=models.Index(fields=["state", "changed_at"], name="budgeting_cycle_state"),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "running", "closed", "counted", "approved"))
                ),
                name="budgeting_cycle_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="budgeting_cycle_title_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ballot__in", ("budget", "approval", "points", "ranking", "one"))
                ),
                name="budgeting_cycle_ballot",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rule__in", ("votes", "votes-per-cost", "shares-cost", "shares", "phragmen"))
                ),
                name="budgeting_cycle_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"), ("published_at__isnull", False), _connector="OR"
                ),
                name="budgeting_cycle_published_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "closed", "counted"]), _negated=True),
                    ("closed_at__isnull", False),
                    _connector="OR",
                ),
                name="budgeting_cycle_closed_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "counted"]), _negated=True),
                    ("counted_at__isnull", False),
                    _connector="OR",
                ),
                name="budgeting_cycle_counted_when",
            ),
        ),
        migrations.AddField(
            model_name="fund",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="funds",
                to="budgeting.cycle",
            ),
        ),
        migrations.AddField(
            model_name="phase",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="phases",
                to="budgeting.cycle",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="budgeting.cycle",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="fund",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="budgeting.fund",
            ),
        ),
        migrations.AddConstraint(
            model_name="fund",
            constraint=models.UniqueConstraint(
                fields=("cycle", "code"), name="budgeting_fund_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="fund",
            constraint=models.UniqueConstraint(
                fields=("cycle", "place_id"), name="budgeting_fund_place_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="fund",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_kopecks__gt", 0)), name="budgeting_fund_some_money"
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.UniqueConstraint(
                fields=("cycle", "kind"), name="budgeting_phase_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("proposals", "checks", "design", "ballot", "count", "works"))
                ),
                name="budgeting_phase_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="budgeting_phase_order",
            ),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["cycle", "number"],
                name="budgeting_project_public",
            ),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                fields=["author_id", "-changed_at", "id"], name="budgeting_project_own"
            ),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["cycle", "state", "number"], name="budgeting_project_state"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(
                fields=("cycle", "number"), name="budgeting_project_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "draft",
                            "moderation",
                            "rejected",
                            "proposed",
                            "refused",
                            "admitted",
                            "balloted",
                            "won",
                            "reserve",
                            "lost",
                            "design",
                            "contract",
                            "works",
                            "accepted",
                        ),
                    )
                ),
                name="budgeting_project_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True),
                name="budgeting_project_title_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_public", False),
                    (
                        "state__in",
                        [
                            "accepted",
                            "admitted",
                            "balloted",
                            "contract",
                            "design",
                            "lost",
                            "proposed",
                            "refused",
                            "reserve",
                            "won",
                            "works",
                        ],
                    ),
                    _connector="OR",
                ),
                name="budgeting_public_was_passed",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            [
                                "accepted",
                                "admitted",
                                "balloted",
                                "contract",
                                "design",
                                "lost",
                                "proposed",
                                "refused",
                                "reserve",
                                "won",
                                "works",
                            ],
                        ),
                        _negated=True,
                    ),
                    ("number__isnull", False),
                    _connector="OR",
                ),
                name="budgeting_shown_has_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("refused_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="budgeting_refusal_is_reasoned",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("cost_kopecks__gte", 0), ("partners_kopecks__gte", 0)),
                name="budgeting_project_costs",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("longitude", None)),
                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                    _connector="OR",
                ),
                name="budgeting_project_point_whole",
            ),
        ),
    ]
