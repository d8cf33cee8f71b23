"""The rules of the cycles there are stand among those there may be."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Read without shutting anybody out."""

    deploy = "before"
    dependencies = [("budgeting", "0009_criteria")]

    operations = [ValidateConstraint(model_name="cycle", name="budgeting_cycle_rule")]
