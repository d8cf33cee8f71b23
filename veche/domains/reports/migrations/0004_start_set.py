"""Twelve groups of five categories to begin with; from then on they are the town's own."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data" / "categories.json"


def load(apps: Any, schema_editor: Any) -> None:
    """Write the start set; what the town has by then is left alone."""
    shipped = json.loads(DATA.read_text(encoding="utf-8"))
    group, category = apps.get_model("reports", "Group"), apps.get_model("reports", "Category")
    group.objects.bulk_create([group(**one) for one in shipped["groups"]], ignore_conflicts=True)
    category.objects.bulk_create(
        [
            category(group_id=one["group"], **{k: v for k, v in one.items() if k != "group"})
            for one in shipped["categories"]
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("reports", "0003_around")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
