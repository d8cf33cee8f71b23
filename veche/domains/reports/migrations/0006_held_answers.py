"""A special regime holds an answer, not the report; what was taken away is kept for a while."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("reports", "0005_stamp")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="answer_shown_from",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveConstraint(model_name="report", name="reports_state"),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "moderation",
                            "coordination",
                            "in_work",
                            "clarifying",
                            "planned",
                            "forwarded",
                            "approval",
                            "held",
                            "asked",
                            "control",
                            "closed",
                            "refused",
                            "rejected",
                            "duplicate",
                        ),
                    )
                ),
                name="reports_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "held"), _negated=True),
                    ("answer_shown_from__isnull", False),
                    _connector="OR",
                ),
                name="reports_answer_held_until",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("state", "held")),
                fields=["answer_shown_from"],
                name="reports_answers_held",
            ),
        ),
        migrations.RemoveIndex(model_name="photo", name="reports_originals"),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(
                    ("is_original_gone", False), models.Q(("state", "waiting"), _negated=True)
                ),
                fields=["report"],
                name="reports_originals",
            ),
        ),
    ]
