"""What this release ships is written at once: its pages ask for norms that are new."""

from typing import Any

from django.db import migrations

from veche.commons.norms import loading


def load(apps: Any, schema_editor: Any) -> None:
    """Bring the shipped norms up to this release; what the town took over is left alone."""
    loading.load_norms(apps.get_model("norms", "Norm"))


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("norms", "0004_sheets")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
