"""The Django app of voters' orders."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Voters' orders to deputies, one service of the town."""

    name = "veche.domains.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"
