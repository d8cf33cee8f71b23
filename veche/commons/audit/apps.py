from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "veche.commons.audit"
    label = "audit"
