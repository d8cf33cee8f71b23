"""Addresses of the local inbox of codes."""

from django.urls import path

from veche.commons.channels import views

app_name = "channels"
urlpatterns = [path("inbox/", views.open_inbox, name="open-inbox")]
