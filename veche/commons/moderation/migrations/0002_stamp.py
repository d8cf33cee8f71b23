"""Processes keep the bans in memory while this stamp stays."""

from django.db import migrations

from veche.kernel.stamps import restamping


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("kernel", "0003_stamps"), ("moderation", "0001_start")]
    operations = restamping("moderation.bans", ("moderation_ban",))
