"""Addresses of webhooks: the same pages for the town's and for a resident's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from veche.commons.webhooks import views
from veche.commons.webhooks.sides import OWN, TOWN, Side

app_name = "webhooks"


def _pages(side: Side) -> list[URLPattern]:
    one = f"{side.space}<uuid:endpoint_id>/"
    pages: dict[str, tuple[str, views.Page]] = {
        "list": (side.space, views.list_webhooks),
        "add": (f"{side.space}add/", views.add_webhook),
        "read": (one, views.read_webhook),
        "test": (f"{one}test/", views.test_webhook),
        "stop": (f"{one}stop/", views.stop_webhook),
        "start": (f"{one}start/", views.start_webhook),
        "remove": (f"{one}remove/", views.remove_webhook),
        "renew": (f"{one}secret/", views.renew_secret),
        "resend": (
            f"{side.space}deliveries/<uuid:delivery_id>/resend/",
            views.resend_delivery,
        ),
    }
    return [
        path(route, views.on(side, view), name=side.names[verb])
        for verb, (route, view) in pages.items()
    ]


urlpatterns = [*_pages(TOWN), *_pages(OWN)]
