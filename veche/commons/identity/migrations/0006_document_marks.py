"""Documents seen at a counter, by their fingerprints; codes that tie an account to a visitor."""

import django.db.models.deletion
from django.db import migrations, models

import veche.kernel.ids


class Migration(migrations.Migration):
    deploy = "before"
    dependencies = [("identity", "0005_lawyer")]
    operations = [
        migrations.CreateModel(
            name="DocumentMark",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("passport", "passport"),
                            ("temporary", "temporary"),
                            ("residence", "residence"),
                            ("foreign", "foreign"),
                        ],
                        max_length=10,
                    ),
                ),
                ("blind_index", models.BinaryField()),
                ("checked_by", models.UUIDField()),
                ("checked_on", models.DateField()),
                ("forget_at", models.DateTimeField(db_index=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="identity.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "blind_index"), name="identity_document_of_one_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CounterCode",
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
                ("code_mac", models.BinaryField(unique=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
