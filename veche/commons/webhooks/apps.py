"""The Django application of webhooks."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Public events told to addresses that an administrator has named."""

    name = "veche.commons.webhooks"
    label = "webhooks"
