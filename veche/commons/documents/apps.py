"""The Django application of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Papers made from the town's own templates, one set for each town."""

    name = "veche.commons.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
