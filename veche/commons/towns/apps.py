from django.apps import AppConfig


class TownsConfig(AppConfig):
    name = "veche.commons.towns"
    label = "towns"
