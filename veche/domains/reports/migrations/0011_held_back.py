"""What is held back is not seen: found quickly, and kept so by the database."""

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    deploy = "before"
    excused = {
        "ban-concurrent-index-creation-in-transaction": "the migration is not atomic",
        "constraint-missing-not-valid": "not atomic: adding and validating are apart",
    }

    dependencies = [("reports", "0010_beside")]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["shown_from"],
                name="reports_held_back",
                condition=models.Q(("shown_from__isnull", False)),
            ),
        ),
        AddConstraintNotValid(
            "report",
            models.CheckConstraint(
                condition=models.Q(("shown_from__isnull", True), ("stage", ""), _connector="OR"),
                name="reports_held_back_is_unseen",
            ),
        ),
        ValidateConstraint("report", name="reports_held_back_is_unseen"),
    ]
