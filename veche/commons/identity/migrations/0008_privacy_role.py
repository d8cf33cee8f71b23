"""Somebody answers for personal data: requests, destruction."""

from django.db import migrations, models

ROLES = ["author", "lawyer", "approver", "clerk", "admin", "auditor", "privacy"]


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("identity", "0007_declared_on")]
    operations = [
        migrations.AlterField(
            "rolegrant",
            "role",
            models.CharField(max_length=16, choices=[(role, role) for role in ROLES]),
        ),
    ]
