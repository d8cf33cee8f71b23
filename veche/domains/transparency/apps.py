"""The Django app of transparency."""

from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    """transparency, one service of the town."""

    name = "veche.domains.transparency"
    label = "transparency"
    default_auto_field = "django.db.models.BigAutoField"
