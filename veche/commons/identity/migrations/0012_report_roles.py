"""Who looks at reports, hands them out, and watches over the answers."""

from django.db import migrations, models

ROLES = [
    "author",
    "lawyer",
    "approver",
    "clerk",
    "admin",
    "auditor",
    "privacy",
    "moderator",
    "coordinator",
    "controller",
]


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("identity", "0011_moderator_role")]
    operations = [
        migrations.AlterField(
            "rolegrant",
            "role",
            models.CharField(max_length=16, choices=[(role, role) for role in ROLES]),
        ),
    ]
