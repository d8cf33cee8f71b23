"""Addresses of the local inbox of codes and of the check of messages."""

from django.urls import path

from veche.commons.channels import views

app_name = "channels"
urlpatterns = [
    path("inbox/", views.open_inbox, name="open-inbox"),
    path("message/", views.check_message, name="check-message"),
    path("message/report/", views.report_scam, name="report-scam"),
    path("office/messages/", views.read_scam_reports, name="scam-reports"),
]
