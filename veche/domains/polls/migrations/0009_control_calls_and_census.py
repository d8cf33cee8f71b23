"""Control calls: whom the draw named, and what they said; the town's figures."""

import django.db.models.deletion
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [
        ("polls", "0008_protocol"),
    ]

    operations = [
        migrations.CreateModel(
            name="Census",
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
                ("source", models.CharField(max_length=300)),
                ("counted_on", models.DateField()),
                ("figures", models.JSONField()),
                ("author_id", models.UUIDField()),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="Call",
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
                ("position", models.PositiveIntegerField()),
                ("mark", models.CharField(max_length=16)),
                ("person_id", models.UUIDField(null=True)),
                ("caller_id", models.UUIDField(null=True)),
                ("shown_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "ещё не звонили"),
                            ("voted", "подтвердил, что голосовал"),
                            ("not_voted", "говорит, что не голосовал"),
                            ("no_answer", "не дозвонились"),
                            ("refused", "не стал отвечать"),
                            ("unreachable", "нет номера и почты"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="polls.poll",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "mark"), name="polls_call_once")
                ],
            },
        ),
    ]
