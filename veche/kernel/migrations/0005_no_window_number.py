"""No code numbers the windows of limits any more."""

from django.db import migrations


class Migration(migrations.Migration):
    deploy = "after"
    dependencies = [("kernel", "0004_window_unnumbered")]
    excused = {"ban-drop-column": "the code that writes it is gone before this one runs"}
    operations = [migrations.RemoveField("limitwindow", "window")]
