"""Addresses of neighbours' days."""

from django.urls import path

from veche.domains.workdays.views import calling, coming, office, reading

app_name = "workdays"
DAY, OFFICE, MINE = "workdays/<slug:slug>/", "office/workdays/", "me/workdays/"
urlpatterns = [
    path("workdays/", reading.list_days, name="list-days"),
    path("workdays/new/", calling.choose_work, name="choose-work"),
    path("workdays/new/<slug:code>/", calling.call_day, name="call-day"),
    path("workdays/certificates/", reading.check_certificate, name="find-certificate"),
    path(
        "workdays/certificates/<slug:number>/",
        reading.check_certificate,
        name="check-certificate",
    ),
    path(DAY, reading.read_day, name="read-day"),
    path(f"{DAY}join/", coming.join_day, name="join-day"),
    path(f"{DAY}leave/", coming.leave_day, name="leave-day"),
    path(f"{DAY}allow/", office.allow_day, name="allow-day"),
    path(f"{DAY}forbid/", office.forbid_day, name="forbid-day"),
    path(f"{DAY}owner/", office.turn_over_day, name="turn-over-day"),
    path(f"{DAY}cancel/", calling.cancel_day, name="cancel-day"),
    path(f"{DAY}tools/", calling.hold_tools, name="hold-tools"),
    path(f"{DAY}photos/", calling.add_photos, name="add-photos"),
    path(f"{DAY}sum-up/", calling.sum_up_day, name="sum-up-day"),
    path(f"{DAY}hours/<slug:form>/", calling.list_hours, name="list-hours"),
    path(MINE, coming.list_own, name="list-own"),
    path(f"{MINE}name/", coming.set_name, name="set-name"),
    path(f"{MINE}certificates/<slug:number>.pdf", coming.own_certificate, name="own-certificate"),
    path(OFFICE, office.list_all, name="list-all"),
    path(f"{OFFICE}tools/", office.list_tools, name="list-tools"),
    path(f"{OFFICE}tools/new/", office.save_tool, name="add-tool"),
    path(f"{OFFICE}tools/<uuid:tool_id>/", office.save_tool, name="save-tool"),
    path(f"{OFFICE}tools/back/<slug:slug>/", office.give_back_tools, name="give-back-tools"),
    path(f"{OFFICE}works/", office.list_works, name="list-works"),
    path(f"{OFFICE}works/new/", office.save_work, name="add-work"),
    path(f"{OFFICE}works/<slug:code>/", office.save_work, name="save-work"),
]
