"""A window of a limit opens with the first try: the new code gives it no number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("kernel", "0003_stamps")]
    excused = {"ban-drop-not-null": "the old code, where it meets no number, begins a new window"}
    operations = [
        migrations.AlterField("limitwindow", "window", models.BigIntegerField(null=True)),
    ]
