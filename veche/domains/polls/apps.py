from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "veche.domains.polls"
    label = "polls"
