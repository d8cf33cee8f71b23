"""Addresses of the officials' lists: the worklist, files, the crew's day, templates, the clock."""

from django.urls import path

from veche.domains.reports.views import (
    categories,
    clock,
    helping,
    registers,
    sheets,
    templates,
    worklist,
)

urlpatterns = [
    path("", worklist.list_cases, name="list-cases"),
    path("act/", worklist.act_on_cases, name="act-on-cases"),
    path("list.<slug:form>", worklist.export_cases, name="export-cases"),
    path("journal/", worklist.read_journal, name="read-journal"),
    path("today/", worklist.list_works, name="list-works"),
    path("today/name/", worklist.set_crew_name, name="set-crew-name"),
    path("today/<slug:number>/", worklist.finish_work, name="finish-work"),
    path("templates/", templates.list_templates, name="list-templates"),
    path("templates/new/", templates.save_template, name="add-template"),
    path("templates/<uuid:template_id>/", templates.save_template, name="save-template"),
    path("templates/<uuid:template_id>/remove/", templates.remove_template, name="remove-template"),
    path("monday/", sheets.list_sheets, name="list-sheets"),
    path("monday/now/", sheets.read_now, name="read-now"),
    path("monday/now.pdf", sheets.print_now, name="print-now"),
    path("monday/<slug:on>/", sheets.read_sheet, name="read-sheet"),
    path("monday/<slug:on>.pdf", sheets.print_sheet, name="print-sheet"),
    path("categories/", categories.list_categories, name="list-categories"),
    path("categories/new/", categories.add_category, name="add-category"),
    path("categories/<str:code>/", categories.change_category, name="change-category"),
    path("categories/<str:code>/term/", categories.set_term, name="set-term"),
    path(
        "categories/<str:code>/responsible/",
        categories.set_responsible_for,
        name="set-responsible-for",
    ),
    path("groups/new/", categories.save_group, name="add-group"),
    path("groups/<slug:code>/", categories.save_group, name="save-group"),
    path("registers/", registers.list_registers, name="list-registers"),
    path("registers/<uuid:import_id>/", registers.read_import, name="read-import"),
    path("registers/<uuid:import_id>/run/", registers.run_import, name="run-import"),
    path("helping/", helping.list_helping, name="list-helping"),
    path("helping/<str:code>/", helping.set_helping, name="set-helping"),
    path("clock/", clock.set_public_clock, name="set-public-clock"),
]
