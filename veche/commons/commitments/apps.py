from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "veche.commons.commitments"
    label = "commitments"
