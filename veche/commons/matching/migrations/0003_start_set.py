"""The list of works that a new town begins with."""

from typing import Any

from django.db import migrations

from veche.commons.matching.start_set import KINDS


def load(apps: Any, schema_editor: Any) -> None:
    """Write the kinds that are not there yet; what the town has changed is left alone."""
    kinds = apps.get_model("matching", "WorkKind")
    kinds.objects.bulk_create(
        [
            kinds(
                code=one.code,
                title=one.title,
                icon=one.icon,
                position=position,
                is_dangerous=bool(one.licence),
                licence=one.licence,
            )
            for position, one in enumerate(KINDS, 1)
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("matching", "0002_needs")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
