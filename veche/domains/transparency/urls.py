"""Addresses of the open budget and of public reports."""

from django.urls import path, register_converter

from veche.domains.transparency.views import (
    beside,
    office,
    published,
    reading,
    registers,
    report_office,
)


class Key:
    """Codes from the top down, joined: offices and programmes are named with letters of both
    alphabets («09А-0702»), which a slug has not."""

    regex = r"[-\w]{1,24}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Key, "budget_key")
app_name = "transparency"
FILE = "office/budget/<slug:slug>/"
REGISTERS = "office/budget/registers/"
REPORTS, DESK = "public-reports/", "office/public-reports/"
urlpatterns = [
    path("budget/", reading.open_budget, name="open-budget"),
    path("budget/years/", reading.compare_years, name="compare-years"),
    path("budget/contribution/", reading.count_contribution, name="count-contribution"),
    path("budget/lines/<slug:slug>.<slug:form>", reading.export_lines, name="export-lines"),
    path("budget/<int:year>/", reading.read_year, name="read-year"),
    path("budget/<int:year>/files/", reading.list_files, name="list-files"),
    path("budget/<int:year>/towns/", beside.compare_towns, name="compare-towns"),
    path("budget/<int:year>/payments/", beside.list_payments, name="list-payments"),
    path("budget/payments/", beside.contract_payments, name="contract-payments"),
    path("budget/<int:year>/<slug:axis>/", reading.read_axis, name="read-axis"),
    path("budget/<int:year>/<slug:axis>/<budget_key:key>/", reading.read_node, name="read-node"),
    path("office/budget/", office.list_sources, name="list-sources"),
    path("office/budget/new/", office.upload_source, name="upload-source"),
    path(REGISTERS, registers.list_registers, name="list-registers"),
    path(f"{REGISTERS}<slug:kind>/", registers.import_register, name="import-register"),
    path(f"{REGISTERS}<slug:kind>/drop/", registers.drop_register, name="drop-register"),
    path(f"{REGISTERS}<slug:kind>.csv", registers.export_sample, name="export-sample"),
    path(FILE, office.read_source, name="read-source"),
    path(f"{FILE}faults.csv", office.export_faults, name="export-faults"),
    path(f"{FILE}publish/", office.publish_source, name="publish-source"),
    path(f"{FILE}withdraw/", office.withdraw_source, name="withdraw-source"),
    path(f"{FILE}drop/", office.drop_source, name="drop-source"),
    path(REPORTS, published.list_reports, name="list-reports"),
    path(f"{REPORTS}plan/", published.read_plan, name="read-plan"),
    path(
        f"{REPORTS}questions/<uuid:question_id>/answer/",
        published.answer_question,
        name="answer-question",
    ),
    path(
        f"{REPORTS}questions/<uuid:question_id>/withdraw/",
        published.withdraw_question,
        name="withdraw-question",
    ),
    path(f"{REPORTS}<slug:slug>/", published.read_report, name="read-report"),
    path(f"{REPORTS}<slug:slug>/questions/", published.ask_question, name="ask-question"),
    path(DESK, report_office.office_reports, name="office-reports"),
    path(f"{DESK}new/", report_office.publish_report, name="publish-report"),
    path(f"{DESK}bodies/new/", report_office.add_body, name="add-body"),
    path(f"{DESK}bodies/<slug:slug>/", report_office.edit_body, name="edit-body"),
    path(f"{DESK}bodies/<slug:slug>/plan/", report_office.plan_body, name="plan-body"),
    path(f"{DESK}lines/<uuid:line_id>/end/", report_office.end_line, name="end-line"),
    path(
        f"{DESK}<slug:slug>/versions/<int:number>/hide/",
        report_office.hide_files,
        name="hide-files",
    ),
    path(f"{DESK}<slug:slug>/correct/", report_office.correct_report, name="correct-report"),
]
