"""The Django app of schools."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    """schools, one service of the town."""

    name = "veche.domains.schools"
    label = "schools"
    default_auto_field = "django.db.models.BigAutoField"
