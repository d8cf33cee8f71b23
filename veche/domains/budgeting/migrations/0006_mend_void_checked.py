"""The states of the cycles there are so far are among those there may be."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Read without shutting anybody out."""

    deploy = "before"
    dependencies = [("budgeting", "0005_mend_payments_void")]

    operations = [
        ValidateConstraint(model_name="cycle", name="budgeting_cycle_state_known"),
    ]
