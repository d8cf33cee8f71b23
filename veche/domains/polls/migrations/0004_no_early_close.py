"""A poll ends at its announced close alone, so no reason of an early one is kept."""

from django.db import migrations


class Migration(migrations.Migration):
    deploy = "after"
    dependencies = [("polls", "0003_closed_because")]
    excused = {"ban-drop-column": "the code that reads it is gone before this one runs"}
    operations = [migrations.RemoveField("poll", "closed_because")]
