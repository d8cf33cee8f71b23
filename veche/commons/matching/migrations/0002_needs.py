"""Matching, continued: one step with `0001_start`, in a file of its own length."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    excused = dict.fromkeys(
        (
            "adding-foreign-key-constraint",
            "adding-required-field",
            "constraint-missing-not-valid",
            "disallowed-unique-constraint",
            "require-concurrent-index-creation",
        ),
        "the table is made by the step before, and is empty",
    )
    dependencies = [("matching", "0001_start")]

    operations = [
        migrations.CreateModel(
            name="Reach",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.CharField(max_length=40)),
                ("waits_since", models.DateField()),
                ("weekdays", models.SmallIntegerField()),
                ("first_on", models.DateField(null=True)),
                ("last_on", models.DateField(null=True)),
                ("away_until", models.DateField(null=True)),
                ("is_verified", models.BooleanField()),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("radius_m", models.IntegerField()),
                (
                    "solver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matching.solver",
                    ),
                ),
                (
                    "work_kind",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matching.workkind",
                    ),
                ),
            ],
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
                condition=models.Q(("state", "planned")),
                fields=["changed_at", "id"],
                name="matching_waits_for_owner",
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
            model_name="skill",
            index=models.Index(
                condition=models.Q(("licence_state", "claimed")),
                fields=["id"],
                name="matching_licences_to_look_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="skill",
            constraint=models.UniqueConstraint(
                fields=("solver", "work_kind"), name="matching_skill_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="skill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("licence_state__in", ("none", "claimed", "verified", "rejected"))
                ),
                name="matching_licence_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="skill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("licence_state", "none"),
                    models.Q(("licence", ""), _negated=True),
                    _connector="OR",
                ),
                name="matching_licence_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="skill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("licence_state", "rejected"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="matching_licence_reasoned",
            ),
        ),
        migrations.AddIndex(
            model_name="reach",
            index=models.Index(
                fields=["work_kind", "area", "waits_since", "solver"], name="matching_reach_line"
            ),
        ),
        migrations.AddConstraint(
            model_name="reach",
            constraint=models.UniqueConstraint(
                fields=("solver", "work_kind", "area"), name="matching_reach_once"
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
