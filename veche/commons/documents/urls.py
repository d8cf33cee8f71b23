"""Addresses of papers."""

from django.urls import path

from veche.commons.documents import views

app_name = "documents"
_one = "office/documents/<slug:kind>/"
urlpatterns = [
    path("office/documents/", views.list_documents, name="list-documents"),
    path(_one, views.save_template, name="save-template"),
    path(f"{_one}preview/", views.preview_template, name="preview-template"),
    path(f"{_one}sample.<slug:form>", views.download_sample, name="download-sample"),
    path(f"{_one}blank.<slug:form>", views.download_blank, name="download-blank"),
]
