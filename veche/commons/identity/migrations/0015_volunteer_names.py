"""A name for certificates of help, by consent, column by column."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    deploy = "before"

    dependencies = [
        ("identity", "0014_addressees"),
    ]

    operations = [
        migrations.CreateModel(
            name="VolunteerName",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="identity.person",
                    ),
                ),
                ("sealed_surname", models.BinaryField()),
                ("sealed_name", models.BinaryField()),
                ("sealed_patronymic", models.BinaryField()),
                ("agreed_on", models.DateField()),
            ],
        ),
    ]
