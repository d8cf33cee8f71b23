from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "veche.commons.hall"
    label = "hall"
