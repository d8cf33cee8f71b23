"""Addresses of the open budget."""

from django.urls import path

from veche.domains.transparency.views import office, reading

app_name = "transparency"
FILE = "office/budget/<slug:slug>/"
urlpatterns = [
    path("budget/", reading.open_budget, name="open-budget"),
    path("budget/years/", reading.compare_years, name="compare-years"),
    path("budget/contribution/", reading.count_contribution, name="count-contribution"),
    path("budget/lines/<slug:slug>.<slug:form>", reading.export_lines, name="export-lines"),
    path("budget/<int:year>/", reading.read_year, name="read-year"),
    path("budget/<int:year>/files/", reading.list_files, name="list-files"),
    path("budget/<int:year>/<slug:axis>/", reading.read_axis, name="read-axis"),
    path("budget/<int:year>/<slug:axis>/<slug:key>/", reading.read_node, name="read-node"),
    path("office/budget/", office.list_sources, name="list-sources"),
    path("office/budget/new/", office.upload_source, name="upload-source"),
    path(FILE, office.read_source, name="read-source"),
    path(f"{FILE}faults.csv", office.export_faults, name="export-faults"),
    path(f"{FILE}publish/", office.publish_source, name="publish-source"),
    path(f"{FILE}withdraw/", office.withdraw_source, name="withdraw-source"),
    path(f"{FILE}drop/", office.drop_source, name="drop-source"),
]
