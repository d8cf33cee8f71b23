from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "veche.commons.pages"
    label = "pages"
