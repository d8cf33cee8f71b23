"""Addresses of sign-in and of the page «Я»."""

from django.urls import path

from veche.commons.identity.views import counter, door, me

app_name = "identity"
urlpatterns = [
    path("sign-in/", door.sign_in, name="sign-in"),
    path("sign-in/code/", door.enter_code, name="enter-code"),
    path("sign-out/", door.sign_out, name="sign-out"),
    path("me/", me.me, name="me"),
    path("me/home/", me.declare_home, name="declare-home"),
    path("me/birth-date/", me.declare_birth_date, name="declare-birth-date"),
    path("me/data.json", me.export_personal_data, name="export-personal-data"),
    path("me/erase/", me.erase_person, name="erase-person"),
    path("me/check-in/", counter.show_code, name="show-code"),
    path("office/check-in/", counter.check_in, name="check-in"),
    path("office/check-in/end/", counter.end_visit, name="end-visit"),
]
