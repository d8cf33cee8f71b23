"""The Django app of opendata."""

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    """opendata, one service of the town."""

    name = "veche.domains.opendata"
    label = "opendata"
    default_auto_field = "django.db.models.BigAutoField"
