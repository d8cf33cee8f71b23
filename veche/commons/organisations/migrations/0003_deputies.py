"""Deputies are offices of territories too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("organisations", "0002_member_starts_on")]

    operations = [
        migrations.AlterField(
            model_name="mandate",
            name="office",
            field=models.CharField(
                choices=[
                    ("elder", "elder"),
                    ("tos_chair", "tos_chair"),
                    ("house_senior", "house_senior"),
                    ("deputy", "deputy"),
                ],
                max_length=12,
            ),
        )
    ]
