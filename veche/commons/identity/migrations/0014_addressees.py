"""Names and addresses under which people write to the town, with keys of their own."""

import django.db.models.deletion
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("identity", "0013_crew_name")]

    operations = [
        migrations.CreateModel(
            name="Addressee",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=veche.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("purpose", models.CharField(max_length=16)),
                ("sealed", models.BinaryField()),
                ("added_on", models.DateField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="identity.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AddresseeKey",
            fields=[
                (
                    "addressee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="identity.addressee",
                    ),
                ),
                ("wrapped_key", models.BinaryField()),
            ],
        ),
    ]
