"""Voters' orders to deputies."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Order",
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
                ("state", models.CharField(default="moderation", max_length=12)),
                ("is_public", models.BooleanField(default=False)),
                ("mandate_id", models.UUIDField()),
                ("place_id", models.UUIDField()),
                ("author_id", models.UUIDField(db_index=True, null=True)),
                ("title", models.CharField(max_length=120)),
                ("spot", models.CharField(default="", max_length=200)),
                ("why", models.TextField(max_length=3000)),
                (
                    "given_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("published_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("support", models.PositiveIntegerField(default=0)),
                ("due_on", models.DateField(null=True)),
                ("is_overdue_told", models.BooleanField(default=False)),
                ("answered_on", models.DateField(null=True)),
                ("answered_by", models.CharField(default="", max_length=10)),
                ("answerer_id", models.UUIDField(null=True)),
                ("answer", models.TextField(default="", max_length=6000)),
                ("answer_act", models.CharField(default="", max_length=200)),
                ("adopted_on", models.DateField(null=True)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("sum_kopecks", models.BigIntegerField(null=True)),
                ("executor", models.CharField(default="", max_length=200)),
                ("version", models.IntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_public", True)),
                        fields=["-published_at", "id"],
                        name="orders_newest",
                    ),
                    models.Index(
                        condition=models.Q(("is_public", True)),
                        fields=["state", "-published_at", "id"],
                        name="orders_state_newest",
                    ),
                    models.Index(
                        condition=models.Q(("is_public", True)),
                        fields=["mandate_id", "-published_at", "id"],
                        name="orders_deputy_newest",
                    ),
                    models.Index(
                        condition=models.Q(("is_public", True), ("year__isnull", False)),
                        fields=["year", "-published_at", "id"],
                        name="orders_year_newest",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("open", "taken"))),
                        fields=["due_on", "id"],
                        name="orders_running",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector(
                            "title", "why", config="russian"
                        ),
                        name="orders_words",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ("moderation", "rejected", "open", "taken", "adopted", "declined"),
                            )
                        ),
                        name="orders_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_public", False),
                            ("state__in", ("open", "taken", "adopted", "declined")),
                            _connector="OR",
                        ),
                        name="orders_public_was_passed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("open", "taken", "adopted", "declined")),
                                _negated=True,
                            ),
                            models.Q(("due_on__isnull", False), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="orders_published_has_a_term",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("taken", "declined")), _negated=True),
                            models.Q(
                                ("answered_by__in", ("deputy", "council")),
                                ("answered_on__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="orders_answer_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("adopted_on__isnull", False),
                                ("state", "adopted"),
                                ("year__isnull", False),
                                models.Q(("executor", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "adopted"), _negated=True),
                                ("adopted_on", None),
                                ("executor", ""),
                                ("year", None),
                            ),
                            _connector="OR",
                        ),
                        name="orders_adopted_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("year", None), ("year__range", (2000, 2100)), _connector="OR"
                        ),
                        name="orders_year_of_a_budget",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("why", ""), _negated=True),
                        ),
                        name="orders_words_given",
                    ),
                ],
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
                ("is_forgotten", models.BooleanField(db_default=False, default=False)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_forgotten", True)),
                        fields=["order"],
                        name="orders_forgotten",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order", "person_id"), name="orders_support_once"
                    )
                ],
            },
        ),
    ]
