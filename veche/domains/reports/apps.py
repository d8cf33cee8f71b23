"""The Django app of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """reports, one service of the town."""

    name = "veche.domains.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
