from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "veche.commons.files"
    label = "files"
