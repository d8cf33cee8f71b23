"""The Django application of the norms."""

from django.apps import AppConfig


class NormsConfig(AppConfig):
    """Tables of norms and of the working-day calendar, one set for each town."""

    name = "veche.commons.norms"
    label = "norms"
    default_auto_field = "django.db.models.BigAutoField"
