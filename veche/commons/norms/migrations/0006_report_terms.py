"""Terms of reports are written at once: a report is filed under one of them."""

from typing import Any

from django.db import migrations

from veche.commons.norms import loading


def load(apps: Any, schema_editor: Any) -> None:
    """Bring the shipped norms up to this release; what the town took over is left alone."""
    loading.load_norms(apps.get_model("norms", "Norm"))


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("norms", "0005_signs_and_minutes")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
