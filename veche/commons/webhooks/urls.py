"""Addresses of webhooks."""

from django.urls import path

from veche.commons.webhooks import views

app_name = "webhooks"
_ONE = "office/webhooks/<uuid:endpoint_id>/"
urlpatterns = [
    path("office/webhooks/", views.list_webhooks, name="list-webhooks"),
    path("office/webhooks/add/", views.add_webhook, name="add-webhook"),
    path(_ONE, views.read_webhook, name="read-webhook"),
    path(f"{_ONE}test/", views.test_webhook, name="test-webhook"),
    path(f"{_ONE}stop/", views.stop_webhook, name="stop-webhook"),
    path(f"{_ONE}start/", views.start_webhook, name="start-webhook"),
    path(f"{_ONE}remove/", views.remove_webhook, name="remove-webhook"),
    path(
        "office/webhooks/deliveries/<uuid:delivery_id>/resend/",
        views.resend_delivery,
        name="resend-delivery",
    ),
]
