"""Addresses of school polls."""

from django.urls import path

from veche.domains.schools.views import answering, consenting, preparing

app_name = "schools"
MINE = "me/school-polls/"
POLL = f"{MINE}<slug:slug>/"
urlpatterns = [
    path("school-polls/", answering.index, name="index"),
    path("school-polls/answer/", answering.answer_poll, name="answer-poll"),
    path("school-polls/<slug:slug>/", answering.read_poll, name="read-poll"),
    path("school-polls/<slug:slug>/stop/", preparing.stop_poll, name="stop-poll"),
    path(MINE, preparing.list_own, name="list-own"),
    path(f"{MINE}new/", preparing.write_poll, name="write-poll"),
    path(f"{MINE}consents/<slug:slug>/", consenting.list_consents, name="list-consents"),
    path(
        f"{MINE}consents/withdraw/<uuid:consent_id>/",
        consenting.withdraw_consent,
        name="withdraw-consent",
    ),
    path(POLL, preparing.manage_poll, name="manage-poll"),
    path(f"{POLL}change/", preparing.change_poll, name="change-poll"),
    path(f"{POLL}open/", preparing.open_poll, name="open-poll"),
    path(f"{POLL}discard/", preparing.discard_poll, name="discard-poll"),
    path(f"{POLL}slips/", preparing.add_slips, name="add-slips"),
    path(f"{POLL}print/", preparing.print_slips, name="print-slips"),
    path(f"{POLL}void/", preparing.void_slip, name="void-slip"),
]
