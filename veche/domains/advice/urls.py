"""Addresses of advice."""

from django.urls import path

from veche.domains.advice.views import answering, asking, guiding, reading

app_name = "advice"
_GUIDE, _ANSWER = "advice/guides/<slug:number>/", "advice/answers/<uuid:answer_id>/"
_OFFICE = "office/advice/guides/<slug:number>/"
urlpatterns = [
    path("advice/", reading.list_guides, name="list-guides"),
    path("advice/questions/", reading.list_questions, name="list-questions"),
    path("advice/ask/", asking.ask_question, name="ask-question"),
    path("advice/feed.atom", reading.questions_feed, name="questions-feed"),
    path("advice/guides.atom", reading.guides_feed, name="guides-feed"),
    path(_GUIDE, reading.read_guide, name="read-guide"),
    path(f"{_GUIDE}versions/", reading.list_versions, name="list-versions"),
    path(f"{_GUIDE}versions/<int:version>/", reading.read_version, name="read-version"),
    path(f"{_GUIDE}doubt/", guiding.doubt_guide, name="doubt-guide"),
    path(f"{_ANSWER}rate/", answering.rate_answer, name="rate-answer"),
    path(f"{_ANSWER}best/", answering.choose_best, name="choose-best"),
    path(f"{_ANSWER}withdraw/", answering.withdraw_answer, name="withdraw-answer"),
    path("advice/<slug:number>/", reading.read_question, name="read-question"),
    path("advice/<slug:number>/answer/", answering.write_answer, name="write-answer"),
    path("advice/<slug:number>/withdraw/", asking.withdraw_question, name="withdraw-question"),
    path("me/advice/", asking.list_own, name="list-own"),
    path("office/advice/", guiding.list_unanswered, name="list-unanswered"),
    path("office/advice/guides/", guiding.list_to_check, name="list-guides-to-check"),
    path(_OFFICE, guiding.edit_guide, name="edit-guide"),
    path(f"{_OFFICE}confirm/", guiding.confirm_guide, name="confirm-guide"),
    path(f"{_OFFICE}outdated/", guiding.mark_outdated, name="mark-outdated"),
]
