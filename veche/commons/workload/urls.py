"""Addresses of workload."""

from django.urls import path

from veche.commons.workload import views

app_name = "workload"
urlpatterns = [
    path("office/workload/", views.read_workload, name="read-workload"),
    path("office/workload/minutes/", views.set_minutes, name="set-minutes"),
]
