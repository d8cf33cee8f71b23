"""A vote that goes on in the state's service: where it is, and whence its figures came."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("budgeting", "0007_heard_areas_photos")]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="votes_at",
            field=models.CharField(db_default="here", default="here", max_length=5),
        ),
        migrations.AddField(
            model_name="cycle",
            name="vote_url",
            field=models.URLField(db_default="", default="", max_length=500),
        ),
        migrations.CreateModel(
            name="StateVote",
            fields=[
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="budgeting.cycle",
                    ),
                ),
                ("votes", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=300)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("by_id", models.UUIDField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="budgeting_state_vote_sourced",
                    )
                ],
            },
        ),
    ]
