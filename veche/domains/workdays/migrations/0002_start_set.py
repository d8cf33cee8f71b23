"""The list of works that a new town begins with, each with its safety sheet."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

FILE = Path(__file__).parent.parent / "data" / "works.json"


def load(apps: Any, schema_editor: Any) -> None:
    """Write what is not there yet; what the town has changed is left alone."""
    works, sheets = apps.get_model("workdays", "Work"), apps.get_model("workdays", "Sheet")
    if works.objects.exists():
        return
    for position, one in enumerate(json.loads(FILE.read_text("utf-8")), 1):
        text = one.pop("sheet")
        work = works.objects.create(**one, position=position, sheet_number=1 if text else 0)
        if text:
            sheets.objects.create(work=work, number=1, text=text)


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("workdays", "0001_start")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
