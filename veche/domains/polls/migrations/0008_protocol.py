"""Protocols of closed polls."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("polls", "0007_audience")]
    operations = [
        migrations.CreateModel(
            name="Protocol",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60)),
                ("signed_on", models.DateField()),
                ("signatory_post", models.CharField(max_length=200)),
                ("signatory_name", models.CharField(max_length=200)),
                ("template_number", models.PositiveIntegerField()),
                ("issued_at", models.DateTimeField(auto_now=True)),
                (
                    "poll",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protocol",
                        to="polls.poll",
                    ),
                ),
            ],
        ),
    ]
