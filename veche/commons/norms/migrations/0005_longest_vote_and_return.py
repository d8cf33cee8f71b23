"""Brings two terms that pages ask for at once, before the nightly job would."""

from typing import Any

from django.db import migrations

from veche.commons.norms import loading


def load(apps: Any, schema_editor: Any) -> None:
    """All shipped norms as this release has them; those the town took over stay the town's."""
    loading.load_norms(apps.get_model("norms", "Norm"))


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("norms", "0004_sheets")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
