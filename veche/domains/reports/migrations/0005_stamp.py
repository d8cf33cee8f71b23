"""Processes keep the categories in memory while this stamp stays."""

from django.db import migrations

from veche.kernel.stamps import restamping

_TABLES = ("reports_category", "reports_group", "reports_body", "reports_publicclock")


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("kernel", "0003_stamps"), ("reports", "0004_start_set")]
    operations = restamping("reports.catalogue", _TABLES)
