from django.apps import AppConfig

from veche.kernel.web.form_errors import say_shortly


class KernelConfig(AppConfig):
    name = "veche.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        say_shortly()
