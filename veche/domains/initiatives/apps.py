"""The Django app of proposals."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """Residents' proposals, one service of the town."""

    name = "veche.domains.initiatives"
    label = "initiatives"
    default_auto_field = "django.db.models.BigAutoField"
