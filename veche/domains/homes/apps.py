"""The Django app of homes."""

from django.apps import AppConfig


class HomesConfig(AppConfig):
    """homes, one service of the town."""

    name = "veche.domains.homes"
    label = "homes"
    default_auto_field = "django.db.models.BigAutoField"
