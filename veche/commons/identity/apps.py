from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "veche.commons.identity"
    label = "identity"
