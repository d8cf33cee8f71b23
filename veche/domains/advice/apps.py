"""The Django app of advice."""

from django.apps import AppConfig


class AdviceConfig(AppConfig):
    """Questions to the town, its answers and guides."""

    name = "veche.domains.advice"
    label = "advice"
    default_auto_field = "django.db.models.BigAutoField"
