from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "veche.commons.channels"
    label = "channels"
