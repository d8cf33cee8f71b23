"""Somebody reads what residents write before everyone does."""

from django.db import migrations, models

ROLES = ["author", "lawyer", "approver", "clerk", "admin", "auditor", "privacy", "moderator"]


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("identity", "0010_notice_addresses")]
    operations = [
        migrations.AlterField(
            "rolegrant",
            "role",
            models.CharField(max_length=16, choices=[(role, role) for role in ROLES]),
        ),
    ]
