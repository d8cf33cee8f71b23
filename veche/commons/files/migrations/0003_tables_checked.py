"""The kinds of files kept so far are among those there may be."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Read without shutting anybody out."""

    deploy = "before"
    dependencies = [("files", "0002_tables")]

    operations = [ValidateConstraint(model_name="storedfile", name="files_kind")]
