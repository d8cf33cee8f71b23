"""Addresses of appeals and of receptions."""

from django.urls import path

from veche.domains.appeals.views import cases, filing, mine, moves, reception, setting_up

app_name = "appeals"
CASE = "office/appeals/<slug:number>/"
urlpatterns = [
    path("appeals/", filing.choose_way, name="choose-way"),
    path("appeals/terms/", mine.list_terms, name="list-terms"),
    path("appeals/new/", filing.write_appeal, name="write-appeal"),
    path("appeals/new/check/", filing.check_appeal, name="check-appeal"),
    path("appeals/new/discard/", filing.discard_draft, name="discard-draft"),
    path("appeals/<slug:number>/", mine.read_appeal, name="read-appeal"),
    path("appeals/<slug:number>/sent/", filing.read_sent, name="read-sent"),
    path("appeals/<slug:number>/withdraw/", mine.withdraw_appeal, name="withdraw-appeal"),
    path(
        "appeals/<slug:number>/letters/<int:position>.<slug:form>",
        mine.read_letter,
        name="read-letter",
    ),
    path("me/appeals/", mine.list_own, name="list-own"),
    path("reception/", reception.list_receptions, name="list-receptions"),
    path("reception/<slug:slug>/", reception.read_reception, name="read-reception"),
    path("reception/<slug:slug>/cancel/", reception.cancel_booking, name="cancel-booking"),
    path("office/appeals/", cases.list_cases, name="list-cases"),
    path("office/appeals/list.<slug:form>", cases.export_cases, name="export-cases"),
    path("office/appeals/enter/", cases.enter_appeal, name="enter-appeal"),
    path("office/appeals-rule/", setting_up.set_identity_rule, name="set-identity-rule"),
    path("office/departments/", setting_up.list_departments, name="list-departments"),
    path("office/departments/new/", setting_up.save_department, name="add-department"),
    path("office/departments/<slug:slug>/", setting_up.save_department, name="save-department"),
    path("office/reception/", reception.list_hours, name="list-hours"),
    path("office/reception/new/", reception.publish_reception, name="publish-reception"),
    path("office/reception/<slug:slug>/", reception.open_reception, name="open-reception"),
    path(
        "office/reception/<slug:slug>/cancel/", reception.cancel_reception, name="cancel-reception"
    ),
    path(CASE, cases.open_case, name="open-case"),
    path(f"{CASE}author/", cases.show_author, name="show-author"),
    path(f"{CASE}register/", moves.register_appeal, name="register-appeal"),
    path(f"{CASE}assign/", moves.assign_appeal, name="assign-appeal"),
    path(f"{CASE}write/", moves.write_letter, name="write-letter"),
    path(f"{CASE}forward/", moves.forward_appeal, name="forward-appeal"),
    path(f"{CASE}prepare/", moves.prepare_answer, name="prepare-answer"),
    path(f"{CASE}sign/", moves.sign_answer, name="sign-answer"),
    path(f"{CASE}send-back/", moves.send_back_answer, name="send-back-answer"),
    path(f"{CASE}extend/", moves.extend_appeal, name="extend-appeal"),
    path(f"{CASE}end/", moves.end_appeal, name="end-appeal"),
    path(f"{CASE}letters/<int:position>/sent/", moves.send_letter, name="send-letter"),
]
