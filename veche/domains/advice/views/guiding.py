"""Officials keep guides true; readers say when they are not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.domains.advice import policies, rules
from veche.domains.advice.actions import guiding
from veche.domains.advice.forms import CheckForm, DoubtForm, GuideForm
from veche.domains.advice.models import Guide
from veche.domains.advice.queries import guides, questions, wording
from veche.domains.advice.views import parts
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render, to_sign_in

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@access(policies.may_doubt_guide)
def doubt_guide(request: HttpRequest, number: str) -> HttpResponse:
    """What of it is not true any more; an official will look."""
    person, row = identity.person_of(request), guides.guide(number)
    if not person.is_known:
        return to_sign_in(request)
    policies.may_doubt_guide(person, row).or_refuse()
    form = DoubtForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        guiding.doubt_guide(person, number=number, reason=form.cleaned_data["reason"])
        return redirect(f"{reverse('advice:read-guide', args=[number])}?done=doubted")
    context = {"form": form, "row": row, "crumbs": parts.crumbs()}
    return render(request, "advice/doubt.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
@access(policies.may_speak_for_town)
def list_unanswered(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first; and where neighbours alone have answered."""
    policies.may_speak_for_town(identity.person_of(request)).or_refuse()
    is_unofficial = request.GET.get("show") == "unofficial"
    after, here = request.GET.get("after", ""), reverse("advice:list-unanswered")
    read = questions.unofficial if is_unofficial else questions.unanswered
    page = read(after=after)
    waiting, late, unofficial = questions.counts()
    show = "show=unofficial&" if is_unofficial else ""
    context = {
        "tabs": [
            {
                "title": _("Никто не ответил"),
                "url": here,
                "count": waiting,
                "current": not is_unofficial,
            },
            {
                "title": _("Ответили только жители"),
                "url": f"{here}?show=unofficial",
                "count": unofficial,
                "current": is_unofficial,
            },
        ],
        "late": late,
        "term": questions.answer_days(),
        "today": questions.today(),
        "rows": [parts.question_row(row) for row in page.items],
        "next_url": f"{here}?{show}after={page.next_token}" if page.next_token else "",
    }
    return render(request, "advice/office/questions.html", context)


@never_cache
@require_safe
@access(policies.may_keep_guides)
def list_to_check(request: HttpRequest) -> HttpResponse:
    """Guides to look at: doubted first, then never checked, then due."""
    rows = guides.to_check(identity.person_of(request))
    context = {
        "rows": [parts.guide_row(row) for row in rows],
        "number": guides.number_to_check(),
    }
    return render(request, "advice/office/guides.html", context)


@never_cache
@require_http_methods(FORM)
@access(policies.may_keep_guides)
def edit_guide(request: HttpRequest, number: str) -> HttpResponse:
    """Does it hold? One press if it does; the words anew if it does not."""
    person = identity.person_of(request)
    policies.may_keep_guides(person).or_refuse()
    row = guides.guide(number)
    form = GuideForm(
        request.POST if request.method == "POST" else None,
        initial={
            "title": row.title,
            "text": row.text,
            "speaks_for": row.speaks_for,
            "turn": row.turn,
        },
    )
    if form.is_bound and form.is_valid():
        guiding.save_guide(person, number=number, **form.cleaned_data)
        return redirect(f"{reverse('advice:read-guide', args=[number])}?done=saved")
    doubts = guides.doubts_of(row)
    context = {
        **parts.guide_row(row),
        "form": form,
        "doubts": [(wording.DOUBTS[one], count) for one, count in doubts.most_common()],
        "limit": rules.GUIDE_MAX,
    }
    status = 422 if form.is_bound else 200
    return render(request, "advice/office/guide.html", context, status=status)


@post_only
@access(policies.may_keep_guides)
def confirm_guide(request: HttpRequest, number: str) -> HttpResponse:
    """It holds as it stands."""
    person = identity.person_of(request)
    policies.may_keep_guides(person).or_refuse()
    form = CheckForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Назовите управление или комитет, которое проверило справку"))
    guiding.confirm_guide(
        person,
        number=number,
        turn=form.cleaned_data["turn"],
        speaks_for=form.cleaned_data["speaks_for"],
    )
    return redirect(f"{reverse('advice:read-guide', args=[number])}?done=confirmed")


@post_only
@access(policies.may_keep_guides)
def mark_outdated(request: HttpRequest, number: str) -> HttpResponse:
    """It does not hold any more."""
    row: Guide = guides.guide(number)
    given = request.POST.get("turn", "")
    guiding.mark_outdated(
        identity.person_of(request),
        number=number,
        turn=int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0,
    )
    return redirect(f"{reverse('advice:read-guide', args=[row.number])}?done=outdated")
