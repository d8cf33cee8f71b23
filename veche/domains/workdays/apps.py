"""The Django app of neighbours' days."""

from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    """«Сделаем сами», one service of the town."""

    name = "veche.domains.workdays"
    label = "workdays"
    default_auto_field = "django.db.models.BigAutoField"
