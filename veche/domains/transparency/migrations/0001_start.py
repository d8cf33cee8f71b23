"""Tables of the open budget."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    """New tables."""

    deploy = "before"
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Source",
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
                ("state", models.CharField(default="uploaded", max_length=10)),
                ("year", models.PositiveSmallIntegerField()),
                ("side", models.CharField(max_length=8)),
                ("stage", models.CharField(max_length=8)),
                ("as_of", models.DateField()),
                ("act_title", models.CharField(default="", max_length=300)),
                ("act_number", models.CharField(default="", max_length=60)),
                ("act_on", models.DateField(null=True)),
                ("file_id", models.UUIDField()),
                ("file_name", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("size_bytes", models.PositiveIntegerField()),
                ("sheet", models.PositiveSmallIntegerField(default=0)),
                ("sheet_title", models.CharField(default="", max_length=120)),
                ("mapping", models.JSONField(default=dict)),
                (
                    "headings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=160), default=list, size=None
                    ),
                ),
                ("first_row", models.PositiveIntegerField(default=0)),
                ("unit", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("attempt", models.PositiveIntegerField(default=0)),
                ("lines_number", models.PositiveIntegerField(default=0)),
                ("totals_number", models.PositiveIntegerField(default=0)),
                ("faults", models.JSONField(default=list)),
                ("faults_number", models.PositiveIntegerField(default=0)),
                ("doubts", models.JSONField(default=list)),
                ("doubts_number", models.PositiveIntegerField(default=0)),
                ("plan", models.BigIntegerField(null=True)),
                ("revised", models.BigIntegerField(null=True)),
                ("executed", models.BigIntegerField(null=True)),
                ("uploader_id", models.UUIDField()),
                (
                    "uploaded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("publisher_id", models.UUIDField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("withdrawer_id", models.UUIDField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.TextField(default="", max_length=1000)),
            ],
            options={
                "ordering": ["-year", "-as_of", "-uploaded_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "uploaded",
                                    "checking",
                                    "faulty",
                                    "ready",
                                    "published",
                                    "withdrawn",
                                ),
                            )
                        ),
                        name="transparency_source_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ("draft", "adopted", "revised", "executed"))
                        ),
                        name="transparency_source_stage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ("spending", "revenue"))),
                        name="transparency_source_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", (0, 1, 1000, 1000000))),
                        name="transparency_source_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(
                                ("faults_number", 0),
                                ("published_at__isnull", False),
                                ("unit__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="transparency_published_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="transparency_withdrawn_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("axis", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=24)),
                ("parent", models.CharField(max_length=24)),
                ("code", models.CharField(max_length=10)),
                ("name", models.CharField(default="", max_length=400)),
                ("lines_number", models.PositiveIntegerField()),
                ("has_below", models.BooleanField(default=False)),
                ("plan", models.BigIntegerField(null=True)),
                ("revised", models.BigIntegerField(null=True)),
                ("executed", models.BigIntegerField(null=True)),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nodes",
                        to="transparency.source",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["source", "axis", "parent"], name="transparency_node_below"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "axis", "key"), name="transparency_node_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", models.F("parent")), _negated=True),
                        name="transparency_node_below_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("is_total", models.BooleanField(default=False)),
                ("office", models.CharField(default="", max_length=3)),
                ("part", models.CharField(default="", max_length=4)),
                ("target", models.CharField(default="", max_length=10)),
                ("kind", models.CharField(default="", max_length=3)),
                ("code", models.CharField(default="", max_length=17)),
                ("name", models.CharField(default="", max_length=400)),
                ("plan", models.BigIntegerField(null=True)),
                ("revised", models.BigIntegerField(null=True)),
                ("executed", models.BigIntegerField(null=True)),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="transparency.source",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["source", "part", "row"], name="transparency_line_part")
                ],
            },
        ),
    ]
