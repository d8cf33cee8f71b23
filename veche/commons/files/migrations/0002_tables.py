"""Tables may be kept: XLSX, CSV, a packed CSV."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """A wider type of content; the check of kinds is tried in the migration after this one."""

    deploy = "before"
    excused = {
        "changing-column-type": "a longer varchar is a note in the catalogue, no row is written",
        "ban-drop-constraint": "a wider one takes its place in the same transaction",
    }
    dependencies = [("files", "0001_stored_files")]

    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="content_type",
            field=models.CharField(max_length=80),
        ),
        migrations.RemoveConstraint(model_name="storedfile", name="files_kind"),
        AddConstraintNotValid(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("photo", "document", "table"))),
                name="files_kind",
            ),
        ),
    ]
