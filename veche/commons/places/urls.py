"""Routes of the geography."""

from django.urls import path

from veche.commons.places import views

app_name = "places"
urlpatterns = [
    path("places/outlines.json", views.outlines, name="outlines"),
    path("places/ground.json", views.ground, name="ground"),
    path("places/addresses", views.addresses, name="addresses"),
    path("places/addresses.json", views.addresses, name="addresses-json"),
]
