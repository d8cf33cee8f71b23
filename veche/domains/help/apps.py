"""The Django app of help."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    """help, one service of the town."""

    name = "veche.domains.help"
    label = "help"
    default_auto_field = "django.db.models.BigAutoField"
