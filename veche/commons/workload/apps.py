"""The Django application of workload."""

from django.apps import AppConfig


class WorkloadConfig(AppConfig):
    """Hours of officials, counted from the journal; no tables of its own."""

    name = "veche.commons.workload"
    label = "workload"
