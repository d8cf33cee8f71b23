"""Addresses of «Мои данные»."""

from __future__ import annotations

from django.urls import path

from veche.commons.privacy.views import counter, leaking, mine, office

app_name = "privacy"
urlpatterns = [
    path("me/data/", mine.my_data, name="my-data"),
    path("me/data/consent/", mine.give_consent, name="give-consent"),
    path("me/data/consent/withdraw/", mine.withdraw_consent, name="withdraw-consent"),
    path("me/data/requests/new/", mine.make_request, name="make-request"),
    path("office/check-in/consent.pdf", counter.consent_sheet, name="consent-sheet"),
    path("office/privacy/", office.desk, name="desk"),
    path("office/privacy/retention/", office.retention, name="retention"),
    path("office/privacy/requests/<str:number>/", office.answer_request, name="answer-request"),
    path("office/privacy/acts/<str:on>/<slug:ground>.pdf", office.print_act, name="print-act"),
    path("office/privacy/leaks/start/", leaking.start_leak, name="start-leak"),
    path("office/privacy/leaks/<str:number>/", leaking.read_leak, name="read-leak"),
    path("office/privacy/leaks/<str:number>/step/", leaking.finish_step, name="finish-step"),
    path("office/privacy/leaks/<str:number>/end/", leaking.end_leak, name="end-leak"),
]
