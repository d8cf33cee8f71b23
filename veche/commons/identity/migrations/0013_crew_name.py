"""A kind of detail more: how somebody lets themselves be called where they work."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"

    dependencies = [
        ("identity", "0012_report_roles"),
    ]

    operations = [
        migrations.AlterField(
            model_name="personaldetail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("birth_date", "Birth Date"),
                    ("name", "Name"),
                    ("address", "Address"),
                    ("home_place", "Home Place"),
                    ("crew_name", "Crew Name"),
                ],
                max_length=16,
            ),
        ),
    ]
