"""The lawyer checks polls with legal effect before they are approved."""

from django.db import migrations, models

ROLES = ["author", "lawyer", "approver", "clerk", "admin", "auditor"]


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("identity", "0004_sign_in_services")]
    operations = [
        migrations.AlterField(
            "rolegrant",
            "role",
            models.CharField(max_length=16, choices=[(role, role) for role in ROLES]),
        ),
    ]
