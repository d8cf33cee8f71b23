"""Public reports as everyone sees them: the list, the plan with what is late, one whole."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.commons.notifications import public as notifications
from veche.domains.transparency import policies
from veche.domains.transparency.actions import asking
from veche.domains.transparency.forms.published import AnswerForm, QuestionForm
from veche.domains.transparency.models import QUESTION_MAX, Body, Due, Question, Report, Version
from veche.domains.transparency.queries import published, report_words
from veche.domains.transparency.queries.published import Kept, Wanted
from veche.domains.transparency.rules import publication as rules
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid, Refused
from veche.kernel.text import clean_line
from veche.kernel.web import render

WORDS_MAX, SOON = 200, 5
PAGE = ["GET", "HEAD", "POST"]


@access("public")
@require_safe
def list_reports(request: HttpRequest) -> HttpResponse:
    """Reports by body, kind, year, and by words that stand in their files and tables."""
    wanted = wanted_of(request)
    page = published.page(wanted, after=request.GET.get("after", ""))
    here = reverse("transparency:list-reports")
    asked = {
        name: value
        for name, value in (
            ("body", wanted.body),
            ("kind", wanted.kind),
            ("year", wanted.year),
            ("q", wanted.words),
        )
        if value
    }
    following = urlencode({**asked, "after": page.next_token})
    bodies = published.bodies()
    chosen = next((one for one in bodies if one.slug == wanted.body), None)
    context = {
        "rows": [_listed(one) for one in page.items],
        "wanted": wanted,
        "is_narrowed": bool(asked),
        "bodies": bodies,
        "kinds": report_words.KINDS.items(),
        "years": published.years(),
        "topic": report_words.topic(chosen.id) if chosen else "",
        "chosen": chosen,
        "overdue": published.overdue_number(),
        "next_url": f"{here}?{following}" if page.next_token else "",
    }
    return render(request, "transparency/reports/list.html", context)


def wanted_of(request: HttpRequest) -> Wanted:
    """What the address asks for; what it cannot mean is passed over."""
    given = request.GET
    year = given.get("year", "")
    kind = given.get("kind", "")
    return Wanted(
        body=given.get("body", "")[:16].replace("\0", ""),
        kind=kind if kind in rules.KINDS else "",
        year=int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else 0,
        words=clean_line(given.get("q", ""))[:WORDS_MAX],
    )


def _listed(row: Report) -> dict[str, Any]:
    return {
        "row": row,
        "kind": report_words.KINDS[row.kind],
        "period": report_words.period(row.starts_on, row.ends_on),
        "late": published.days_late(row),
    }


@access("public")
@require_safe
def read_plan(request: HttpRequest) -> HttpResponse:
    """What each body owes: what is late and by how many days, what comes next."""
    bodies = published.bodies()
    dues = published.open_dues()
    kept = published.kept_terms()
    context = {
        "bodies": [
            planned(one, [due for due in dues if due.line.body_id == one.id], kept.get(one.id))
            for one in bodies
        ],
        "overdue": published.overdue_number(),
        "followed_topics": notifications.following(
            identity.person_of(request), [report_words.topic(one.id) for one in bodies]
        ),
    }
    return render(request, "transparency/reports/plan.html", context)


def planned(body: Body, dues: list[Due], kept: Kept | None) -> dict[str, Any]:
    """A body with what it owes, the longest first."""
    today = published.today()
    told: list[dict[str, Any]] = [
        {
            "due": one,
            "title": report_words.KINDS[one.line.kind],
            "period": report_words.period(one.starts_on, one.ends_on),
            "late": rules.days_late(one.due_on, today),
        }
        for one in dues
    ]
    return {
        "body": body,
        "late": [one for one in told if 0 < one["late"] <= rules.LONG_LATE],
        "long_late": [one for one in told if one["late"] > rules.LONG_LATE],
        "coming": [one for one in told if not one["late"]][:SOON],
        "kept": kept,
        "topic": report_words.topic(body.id),
        "list_url": f"{reverse('transparency:list-reports')}?body={body.slug}",
    }


@access("public")
@require_safe
def read_report(request: HttpRequest, slug: str) -> HttpResponse:
    """The gist first, then the file, tables, versions, questions and answers."""
    return _report_page(request, slug, None)


def _report_page(request: HttpRequest, slug: str, form: QuestionForm | None) -> HttpResponse:
    person = identity.person_of(request)
    row = published.report(slug)
    found = published.versions(row)
    ids = [one.file_id for one in found if one.file_id]
    ids += [table.file_id for one in found for table in one.tables.all()]
    kept = files.refs(ids)
    acts_for = published.acts_for(person, row.body)
    shown = [_version(one, kept) for one in found]
    after, here = request.GET.get("after", ""), reverse("transparency:read-report", args=[slug])
    asked = published.questions(row, after=after)
    context = {
        **_listed(row),
        "newest": shown[0],
        "earlier": shown[1:],
        "questions": [
            _question(person, one, acts_for)
            for one in [*([] if after else published.own_waiting(person, row)), *asked.items]
        ],
        "next_url": f"{here}?{urlencode({'after': asked.next_token})}#questions"
        if asked.next_token
        else "",
        "form": form or QuestionForm(),
        "may_ask": policies.may_ask_question(person),
        "sign_in_url": identity.sign_in_url(request.path),
        "answer_days": published.answer_term(),
        "may_correct": policies.may_publish_report(person),
        "may_hide": policies.may_hide_files(person),
        "limit": QUESTION_MAX,
        "topic": report_words.topic(row.body_id),
        "note": request.GET.get("done", ""),
        "law": published.term(row.kind, row.ends_on).legal_ref,
    }
    status = 422 if form is not None else 200
    return render(request, "transparency/reports/report.html", context, status=status)


def _version(row: Version, kept: dict[UUID, files.FileRef]) -> dict[str, Any]:
    if row.is_hidden:
        return {"row": row, "hiding": row.hiding, "file_url": "", "tables": []}
    file = kept.get(row.file_id) if row.file_id else None
    return {
        "row": row,
        "file_url": file.src if file else "",
        "tables": [
            {
                "row": one,
                "url": kept[one.file_id].src if one.file_id in kept else "",
                "is_part": one.is_cut or one.rows_number > len(one.rows),
            }
            for one in row.tables.all()
        ],
    }


def _question(person: PersonRef, row: Question, acts_for: bool) -> dict[str, Any]:
    is_own = published.is_own(person, row)
    here = f"{reverse('transparency:read-report', args=[row.report.slug])}#q-{row.id}"
    return {
        "row": row,
        "is_own": is_own,
        "is_late": row.answered_at is None
        and row.due_on is not None
        and row.due_on < published.today(),
        "may_answer": policies.may_answer_question(person, row, acts_for=acts_for),
        "may_withdraw": policies.may_withdraw_question(person, row),
        "complain_url": "" if is_own else moderation.complain_url(asking.KIND, row.id, here),
    }


@post_only
@access(policies.may_ask_question)
def ask_question(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the body of this report."""
    person = identity.person_of(request)
    policies.may_ask_question(person).or_refuse()
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            asking.ask_question(person, slug=slug, text=form.cleaned_data["text"])
            here = reverse("transparency:read-report", args=[slug])
            return redirect(f"{here}?done=asked#questions")
        except Invalid as problem:
            form.add_error("text", str(problem.message))
    return _report_page(request, slug, form)


@post_only
@access(policies.may_withdraw_question)
def withdraw_question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Take one's own question back."""
    row = asking.withdraw_question(identity.person_of(request), question_id=question_id)
    here = reverse("transparency:read-report", args=[row.report.slug])
    return redirect(f"{here}?done=withdrawn#questions")


@never_cache
@require_http_methods(PAGE)
@access(policies.may_answer_question)
def answer_question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Answer for the body."""
    person = identity.person_of(request)
    row = published.question(question_id)
    acts_for = published.acts_for(person, row.report.body)
    is_repeat = row.answerer_id is not None and row.answerer_id == person.id
    decision = policies.may_answer_question(person, row, acts_for=acts_for)
    is_sent = request.method == "POST"
    here = f"{reverse('transparency:read-report', args=[row.report.slug])}#q-{row.id}"
    if is_repeat and not is_sent:
        return redirect(here)
    # Somebody was quicker: what was typed is given back, with the reason.
    is_late = is_sent and row.answered_at is not None and decision.code == "not-waiting"
    if not is_late:
        decision.or_refuse()
    form = AnswerForm(request.POST if is_sent else None)
    if form.is_bound and form.is_valid():
        try:
            asking.answer_question(person, question_id=row.id, text=form.cleaned_data["text"])
            return redirect(here)
        except Refused:
            form.add_error("text", _("На этот вопрос уже ответили: второй ответ не появится."))
    context = {
        "row": row,
        "form": form,
        "here": here,
        "crumbs": [
            {"title": _("Отчёты органов"), "url": reverse("transparency:list-reports")},
            {"title": row.report.title, "url": here, "is_written": True},
        ],
    }
    return render(
        request,
        "transparency/reports/answer.html",
        context,
        status=422 if form.is_bound else 200,
    )
