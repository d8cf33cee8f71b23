"""The Django application of datasets."""

from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    """Public tables that services declare; no tables of its own."""

    name = "veche.commons.datasets"
    label = "datasets"
