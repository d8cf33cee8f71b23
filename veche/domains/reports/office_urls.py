"""Addresses of the officials' lists: the worklist, files, the crew's day, templates, the clock."""

from django.urls import path

from veche.domains.reports.views import clock, helping, templates, worklist

urlpatterns = [
    path("", worklist.list_cases, name="list-cases"),
    path("act/", worklist.act_on_cases, name="act-on-cases"),
    path("list.<slug:form>", worklist.export_cases, name="export-cases"),
    path("journal/", worklist.read_journal, name="read-journal"),
    path("today/", worklist.list_works, name="list-works"),
    path("today/<slug:number>/", worklist.finish_work, name="finish-work"),
    path("templates/", templates.list_templates, name="list-templates"),
    path("templates/new/", templates.save_template, name="add-template"),
    path("templates/<uuid:template_id>/", templates.save_template, name="save-template"),
    path("templates/<uuid:template_id>/remove/", templates.remove_template, name="remove-template"),
    path("helping/", helping.list_helping, name="list-helping"),
    path("helping/<str:code>/", helping.set_helping, name="set-helping"),
    path("clock/", clock.set_public_clock, name="set-public-clock"),
]
