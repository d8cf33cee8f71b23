"""The Django application of the places."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Tables of the town's geography."""

    name = "veche.commons.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
