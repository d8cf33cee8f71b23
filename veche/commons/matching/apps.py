from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "veche.commons.matching"
    label = "matching"
