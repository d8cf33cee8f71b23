"""Sources that cover a deficit are a third side of a budget."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """A wider check of the side; it is tried in the migration after this one."""

    deploy = "before"
    excused = {
        "ban-drop-constraint": "a wider one takes its place in the same transaction",
    }
    dependencies = [
        ("transparency", "0003_mend_hidden_files"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="source", name="transparency_source_side"),
        AddConstraintNotValid(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ("spending", "revenue", "sources"))),
                name="transparency_source_side",
            ),
        ),
    ]
