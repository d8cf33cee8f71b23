from importlib import import_module

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The last application: when it is ready, everything else is."""

    name = "veche.config"
    label = "house"

    def ready(self) -> None:
        import_module("veche.config.composition").compose()
