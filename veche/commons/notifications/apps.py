"""The Django application of notifications."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Whoever follows a thing hears of each change of it once."""

    name = "veche.commons.notifications"
    label = "notifications"
