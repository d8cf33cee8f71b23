from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "veche.commons.ballots"
    label = "ballots"
