"""The Django application of points."""

from django.apps import AppConfig


class PointsConfig(AppConfig):
    """Points for taking part."""

    name = "veche.commons.points"
    label = "points"
    default_auto_field = "django.db.models.BigAutoField"
