"""The Django app of appeals."""

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    """appeals, one service of the town."""

    name = "veche.domains.appeals"
    label = "appeals"
    default_auto_field = "django.db.models.BigAutoField"
