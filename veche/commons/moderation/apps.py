from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "veche.commons.moderation"
    label = "moderation"
