"""Equal payment numbers are told apart; a cycle whose ballot was never settled has a state."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("budgeting", "0004_shares")]
    excused = {
        "ban-drop-constraint": "a wider one takes its place in the same transaction",
        "constraint-missing-not-valid": "the table of payments has some hundred rows",
        "disallowed-unique-constraint": "the table of payments has some hundred rows",
    }

    operations = [
        migrations.AddField(
            model_name="payment",
            name="nth",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.RemoveConstraint(model_name="payment", name="budgeting_payment_once"),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                fields=("number", "on", "amount_kopecks", "nth"),
                name="budgeting_payment_line_once",
            ),
        ),
        migrations.RemoveConstraint(model_name="cycle", name="budgeting_cycle_state_known"),
        AddConstraintNotValid(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "running", "closed", "counted", "approved", "void"))
                ),
                name="budgeting_cycle_state_known",
            ),
        ),
    ]
