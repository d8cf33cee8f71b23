"""Each removal may be argued."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("moderation", "0002_stamp")]

    operations = [
        migrations.AlterField(
            model_name="appeal",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="appeals",
                to="moderation.item",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_upheld", None)),
                fields=("item",),
                name="moderation_appeal_open_once",
            ),
        ),
    ]
