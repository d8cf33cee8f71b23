"""Whose words a version is; what moves with each act of an official."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    excused = {
        "adding-field-with-default": "the default is the database's own",
        "adding-foreign-key-constraint": "the table is new in this release",
        "require-concurrent-index-creation": "the table is new in this release",
    }
    dependencies = [("advice", "0002_search")]
    operations = [
        migrations.AddField(
            model_name="guide",
            name="turn",
            field=models.PositiveIntegerField(default=1, db_default=1),
        ),
        migrations.AddField(
            model_name="guideversion",
            name="answer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="advice.answer",
            ),
        ),
    ]
