"""Addresses of files."""

from django.urls import path

from veche.commons.files import views

app_name = "files"
urlpatterns = [
    path("files/<uuid:file_id>/<int:size>.webp", views.photo, name="read-photo"),
    path("files/<uuid:file_id>.pdf", views.document, name="read-document"),
    path("files/<uuid:file_id>.<slug:form>", views.table, name="read-table"),
]
