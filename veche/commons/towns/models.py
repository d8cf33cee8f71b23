"""The list of municipalities: the only table of ours that all towns share."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Municipality(models.Model):
    """A town served by this installation. The table is made by `shared.sql`, outside migrations."""

    id = models.UUIDField(primary_key=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    area = models.CharField(max_length=200)
    region = models.CharField(max_length=200)
    hosts = ArrayField(models.CharField(max_length=253))
    time_zone = models.CharField(max_length=60)
    is_demo = models.BooleanField()
    is_ready = models.BooleanField()
    schema_digest = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = 'shared"."municipality'
