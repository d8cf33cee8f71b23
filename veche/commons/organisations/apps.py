from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "veche.commons.organisations"
    label = "organisations"
