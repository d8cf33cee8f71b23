from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "veche.portal"
    label = "portal"
