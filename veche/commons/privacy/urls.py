"""Addresses of «Мои данные»."""

from __future__ import annotations

from django.urls import path

from veche.commons.privacy import views

app_name = "privacy"
urlpatterns = [
    path("me/data/", views.my_data, name="my-data"),
    path("me/data/consent/", views.give_consent, name="give-consent"),
    path("me/data/consent/withdraw/", views.withdraw_consent, name="withdraw-consent"),
]
