"""The desk of support."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import person_of
from veche.domains.help import actions, policies, queries
from veche.domains.help.adapters import ready, screens
from veche.domains.help.forms import AnswerForm
from veche.kernel.access import access
from veche.kernel.web import render


@never_cache
@require_safe
@access(policies.may_answer_inquiry)
def list_inquiries(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first; what was answered, the newest first."""
    person = person_of(request)
    is_answered = request.GET.get("show") == "answered"
    page = queries.queue(person, is_answered=is_answered, after=request.GET.get("after", ""))
    here = reverse("help:list-inquiries")
    show = "answered" if is_answered else "waiting"
    context = {
        "inquiries": [(one, screens.title(one.screen)) for one in page.items],
        "tabs": [
            {
                "title": _("Ждут ответа"),
                "url": here,
                "count": queries.waiting(person),
                "current": not is_answered,
            },
            {"title": _("Отвечено"), "url": f"{here}?show=answered", "current": is_answered},
        ],
        "next_url": f"{here}?show={show}&after={page.next_token}" if page.next_token else "",
    }
    return render(request, "help/office/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(policies.may_answer_inquiry)
def answer_inquiry(request: HttpRequest, slug: str) -> HttpResponse:
    """One question, its answer, and ready ones to begin with."""
    person = person_of(request)
    inquiry = queries.inquiry_to_answer(person, slug)
    chosen = ready.by_key(request.GET.get("ready", ""))
    begun = str(chosen.answer) if chosen else inquiry.answer
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": begun})
    if request.method == "POST" and form.is_valid():
        actions.answer_inquiry(person, number=slug, answer=form.cleaned_data["answer"])
        return redirect("help:list-inquiries")
    own, common = ready.for_screen(inquiry.screen)
    context = {
        "inquiry": inquiry,
        "screen": screens.title(inquiry.screen),
        "form": form,
        "ready": [*own, *common],
    }
    return render(request, "help/office/answer.html", context, status=422 if form.errors else 200)
