from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "veche.commons.privacy"
    label = "privacy"
