"""Addresses of discussions: what is discussed is named by its kind and id."""

from django.urls import path

from veche.commons.discussion import views

app_name = "discussion"
_ABOUT = "discussion/<str:kind>/<uuid:subject_id>/"
_ONE = "discussion/arguments/<uuid:argument_id>/"
urlpatterns = [
    path(f"{_ONE}mark/", views.mark_argument, name="mark-argument"),
    path(f"{_ONE}change-mind/", views.change_mind, name="change-mind"),
    path(f"{_ONE}edit/", views.edit_argument, name="edit-argument"),
    path(f"{_ONE}withdraw/", views.withdraw_argument, name="withdraw-argument"),
    path(_ABOUT, views.read_discussion, name="read-discussion"),
    path(f"{_ABOUT}argue/", views.write_argument, name="write-argument"),
    path(f"{_ABOUT}feed.atom", views.feed, name="feed"),
    path(f"{_ABOUT}arguments.csv", views.arguments_csv, name="arguments-csv"),
]
