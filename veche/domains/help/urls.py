"""Addresses of help."""

from django.urls import path

from veche.domains.help.views import asking, office

app_name = "help"
urlpatterns = [
    path("help/", asking.index, name="index"),
    path("help/write/", asking.ask_support, name="ask-support"),
    path("help/answer/", asking.read_answer, name="read-answer"),
    path("office/help/", office.list_inquiries, name="list-inquiries"),
    path("office/help/<slug:slug>/", office.answer_inquiry, name="answer-inquiry"),
]
