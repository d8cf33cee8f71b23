"""Addresses of sign-in and of the page «Я»."""

from django.urls import path

from veche.commons.identity.views import (
    counter,
    devices,
    door,
    me,
    outside,
    passkeys,
    staff,
    tokens,
)

app_name = "identity"
urlpatterns = [
    path("sign-in/", door.sign_in, name="sign-in"),
    path("sign-in/code/", door.enter_code, name="enter-code"),
    path("sign-in/passkey/begin/", passkeys.begin_sign_in, name="begin-passkey-sign-in"),
    path("sign-in/passkey/", passkeys.sign_in_by_passkey, name="sign-in-by-passkey"),
    path("sign-in/with/<slug:slug>/", outside.visit_provider, name="visit-provider"),
    path(
        "sign-in/with/<slug:slug>/back/",
        outside.return_from_provider,
        name="return-from-provider",
    ),
    path("me/merge/", outside.merge_persons, name="merge-persons"),
    path("sign-out/", door.sign_out, name="sign-out"),
    path("me/", me.me, name="me"),
    path("me/home/", me.declare_home, name="declare-home"),
    path("me/birth-date/", me.declare_birth_date, name="declare-birth-date"),
    path("me/passkeys/", passkeys.list_passkeys, name="passkeys"),
    path("me/passkeys/begin/", passkeys.begin_adding, name="begin-passkey"),
    path("me/passkeys/add/", passkeys.add_passkey, name="add-passkey"),
    path("me/passkeys/<uuid:passkey_id>/rename/", passkeys.rename_passkey, name="rename-passkey"),
    path("me/passkeys/<uuid:passkey_id>/remove/", passkeys.remove_passkey, name="remove-passkey"),
    path("me/devices/", devices.list_sign_ins, name="sign-ins"),
    path("me/devices/end-others/", devices.end_other_sign_ins, name="end-other-sign-ins"),
    path("me/devices/<uuid:sign_in_id>/end/", devices.end_sign_in, name="end-sign-in"),
    path("me/tokens/", tokens.list_tokens, name="tokens"),
    path("me/tokens/new/", tokens.make_token, name="make-token"),
    path("me/tokens/again/", tokens.sign_in_again, name="sign-in-again"),
    path("me/tokens/<uuid:token_id>/revoke/", tokens.revoke_token, name="revoke-token"),
    path("me/data.json", me.export_personal_data, name="export-personal-data"),
    path("me/erase/", me.erase_person, name="erase-person"),
    path("office/staff/", staff.manage_staff, name="manage-staff"),
    path("office/staff/give/", staff.grant_role, name="grant-role"),
    path("office/staff/end/", staff.revoke_role, name="revoke-role"),
    path("me/check-in/", counter.show_code, name="show-code"),
    path("office/check-in/", counter.check_in, name="check-in"),
    path(
        "office/check-in/without-consent/",
        counter.check_in_without_consent,
        name="check-in-without-consent",
    ),
    path("office/check-in/end/", counter.end_visit, name="end-visit"),
]
