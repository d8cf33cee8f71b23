"""Routes of the geography."""

from django.urls import path

from veche.commons.places import office, views

app_name = "places"
urlpatterns = [
    path("places/outlines.json", views.outlines, name="outlines"),
    path("places/ground.json", views.ground, name="ground"),
    path("places/addresses", views.addresses, name="addresses"),
    path("places/addresses.json", views.addresses, name="addresses-json"),
    path("places/streets/<int:street_id>/", views.read_street, name="read-street"),
    path("office/places/", office.manage_places, name="manage-places"),
    path("office/places/upload/", office.upload_places, name="upload-places"),
    path("office/places/check/<slug:kind>/", office.import_places, name="import-places"),
    path("office/places/check/<slug:kind>/map.json", office.preview_map, name="preview-map"),
]
