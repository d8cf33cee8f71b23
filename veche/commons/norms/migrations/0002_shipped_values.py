"""Fills a new town with the norms and the calendar of this release; nightly job refreshes them."""

from typing import Any

from django.db import migrations

from veche.commons.norms import loading


def load(apps: Any, schema_editor: Any) -> None:
    """Write through historical models; the loader touches only columns of the first migration."""
    loading.load_norms(apps.get_model("norms", "Norm"))
    loading.load_calendar(
        apps.get_model("norms", "CalendarYear"), apps.get_model("norms", "WorkingDay")
    )


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("norms", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
