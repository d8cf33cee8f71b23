"""Solvers with what they can, needs, and the talks between them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Need",
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
                ("title", models.CharField(max_length=200)),
                ("text", models.CharField(default="", max_length=1000)),
                ("url", models.CharField(default="", max_length=300)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("place_id", models.UUIDField(null=True)),
                ("address", models.CharField(default="", max_length=300)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("hands", models.SmallIntegerField(default=1)),
                ("is_dangerous", models.BooleanField(default=False)),
                ("raised_by", models.UUIDField(db_index=True, null=True)),
                ("declared_by", models.UUIDField(db_index=True, null=True)),
                ("owner_organisation_id", models.UUIDField(db_index=True, null=True)),
                ("owner_name", models.CharField(max_length=200)),
                ("owner_named_at", models.DateTimeField(null=True)),
                ("state", models.CharField(default="open", max_length=10)),
                (
                    "opened_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Solver",
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
                ("kind", models.CharField(max_length=12)),
                ("person_id", models.UUIDField(null=True)),
                ("organisation_id", models.UUIDField(null=True)),
                ("name", models.CharField(max_length=200)),
                ("about", models.CharField(default="", max_length=500)),
                (
                    "gifts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                ("hands", models.SmallIntegerField(default=1)),
                (
                    "place_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("radius_m", models.IntegerField(default=0)),
                ("weekdays", models.SmallIntegerField(default=0)),
                (
                    "dates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), default=list, size=None
                    ),
                ),
                ("away_until", models.DateField(null=True)),
                ("is_open", models.BooleanField(default=False)),
                ("is_shown", models.BooleanField(default=False)),
                ("deeds", models.IntegerField(default=0)),
                ("waits_since", models.DateField()),
                ("silences", models.SmallIntegerField(default=0)),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_open", True), ("is_shown", True)),
                        fields=["-deeds", "id"],
                        name="matching_shown_solvers",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person_id",), name="matching_one_of_person"),
                    models.UniqueConstraint(
                        fields=("organisation_id",), name="matching_one_of_organisation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("organisation", "tos", "group", "resident"))
                        ),
                        name="matching_solver_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("organisation", "tos")),
                                ("organisation_id__isnull", False),
                            ),
                            models.Q(
                                ("kind__in", ("group", "resident")), ("person_id__isnull", False)
                            ),
                            ("is_open", False),
                            _connector="OR",
                        ),
                        name="matching_somebody_answers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hands__range", (1, 1000))), name="matching_hands"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude", None), ("longitude", None), ("radius_m", 0)),
                            models.Q(
                                ("latitude__isnull", False),
                                ("longitude__isnull", False),
                                ("radius_m__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="matching_point_with_radius",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_open", False),
                            ("weekdays__gt", 0),
                            models.Q(("dates", []), _negated=True),
                            _connector="OR",
                        ),
                        name="matching_open_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
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
                ("state", models.CharField(max_length=10)),
                ("words", models.CharField(default="", max_length=1000)),
                ("answer_by", models.DateField()),
                ("plan", models.CharField(default="", max_length=1000)),
                ("plan_on", models.DateField(null=True)),
                ("plan_hands", models.SmallIntegerField(null=True)),
                ("planned_by", models.CharField(default="", max_length=8)),
                ("allowed_by", models.UUIDField(null=True)),
                ("allowed_at", models.DateTimeField(null=True)),
                ("proof", models.CharField(default="", max_length=1000)),
                (
                    "photo_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("is_proof_shown", models.BooleanField(default=False)),
                (
                    "thanks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None
                    ),
                ),
                ("reason", models.CharField(default="", max_length=1000)),
                ("ended_by", models.CharField(default="", max_length=8)),
                ("reminded_on", models.DateField(null=True)),
                (
                    "opened_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="matching.need",
                    ),
                ),
                (
                    "solver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="matching.solver",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WorkKind",
            fields=[
                ("code", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=80, unique=True)),
                ("icon", models.CharField(default="works", max_length=24)),
                ("position", models.SmallIntegerField()),
                ("is_dangerous", models.BooleanField(default=False)),
                ("licence", models.CharField(default="", max_length=200)),
                ("is_open", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["position", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_dangerous", False),
                            models.Q(("licence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="matching_danger_needs_a_paper",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="need",
            name="work_kind",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="matching.workkind",
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(
                condition=models.Q(("state", "done")),
                fields=["-done_at", "id"],
                name="matching_deeds",
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(
                condition=models.Q(("state__in", ("asked", "offered"))),
                fields=["answer_by"],
                name="matching_unanswered",
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "asked",
                            "offered",
                            "agreed",
                            "drafted",
                            "planned",
                            "allowed",
                            "handed",
                            "proven",
                        ),
                    )
                ),
                fields=["changed_at", "id"],
                name="matching_under_way",
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(fields=["solver", "-changed_at", "id"], name="matching_of_solver"),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ("agreed", "drafted", "planned", "allowed", "handed", "proven", "done"),
                    )
                ),
                fields=("need",),
                name="matching_one_holds_a_need",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "asked",
                            "offered",
                            "agreed",
                            "drafted",
                            "planned",
                            "allowed",
                            "handed",
                            "proven",
                        ),
                    )
                ),
                fields=("need", "solver"),
                name="matching_one_talk_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "asked",
                            "offered",
                            "agreed",
                            "drafted",
                            "planned",
                            "allowed",
                            "handed",
                            "proven",
                            "done",
                            "declined",
                            "withdrawn",
                            "forbidden",
                            "lapsed",
                        ),
                    )
                ),
                name="matching_match_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("allowed", "handed", "proven", "done")), _negated=True),
                    ("allowed_at__isnull", False),
                    _connector="OR",
                ),
                name="matching_owner_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("proven", "done")), _negated=True),
                    models.Q(("photo_ids", []), _negated=True),
                    _connector="OR",
                ),
                name="matching_proof_has_photos",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    ("done_at__isnull", False),
                    _connector="OR",
                ),
                name="matching_done_when",
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["-opened_at", "id"],
                name="matching_open_needs",
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["work_kind", "-opened_at", "id"],
                name="matching_open_of_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["place_id", "-opened_at", "id"],
                name="matching_open_of_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.UniqueConstraint(
                fields=("source_kind", "source_id"), name="matching_one_need_of_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("open", "taken", "fulfilled", "closed"))),
                name="matching_need_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))
                ),
                name="matching_need_on_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("hands__range", (1, 1000))), name="matching_need_hands"
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="matching_need_ends_later",
            ),
        ),
    ]
