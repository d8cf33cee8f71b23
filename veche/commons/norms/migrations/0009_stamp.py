"""Processes keep the norms and the calendar in memory while this stamp stays."""

from django.db import migrations

from veche.kernel.stamps import restamping


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("kernel", "0003_stamps"), ("norms", "0008_points")]
    operations = restamping("norms", ("norms_norm", "norms_working_day", "norms_calendar_year"))
