"""The Django app of participatory budgeting."""

from django.apps import AppConfig


class BudgetingConfig(AppConfig):
    """Money that residents direct, one service of the town."""

    name = "veche.domains.budgeting"
    label = "budgeting"
    default_auto_field = "django.db.models.BigAutoField"
