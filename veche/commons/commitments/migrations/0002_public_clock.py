"""Overdue decisions are public from the day the town has decided so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("commitments", "0001_commitments")]
    operations = [
        migrations.CreateModel(
            name="PublicClock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_on", models.BooleanField()),
                ("starts_on", models.DateField()),
                ("act_title", models.CharField(max_length=300)),
                ("act_number", models.CharField(max_length=60)),
                ("act_on", models.DateField()),
                ("set_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"ordering": ["-starts_on", "-id"]},
        ),
    ]
