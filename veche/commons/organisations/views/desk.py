"""The clerk's desk: who waits, the check of papers, a refusal with a reason."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.organisations import actions, policies, public, queries, rules, wording
from veche.commons.organisations.forms import AdmitForm, CloseForm, FirstAdmitForm, RefuseForm
from veche.kernel.text import clean_line
from veche.kernel.web import render
from veche.kernel.web.answering import PAGE, answer

WORDS_MAX = 200


@behind(policies.may_read_requests)
@require_safe
def read_requests(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What waits, the nearest term first; organisations to find by name or number."""
    page = queries.requests(person, after=request.GET.get("after", ""))
    words = clean_line(request.GET.get("q", "")[:WORDS_MAX])
    here, today = reverse("organisations:read-requests"), queries.today()
    own = queries.ids_of(person)
    context = {
        "rows": [
            {
                "one": one,
                "right": wording.WANTED[one.right],
                "kind": wording.KINDS[one.organisation.kind],
                "is_new": one.organisation.state == rules.ASKED,
                "is_late": one.due_on < today,
                "is_own": one.person_id in own,
            }
            for one in page.items
        ],
        "words": words,
        "found": public.organisations(words=words).items if words else [],
        "search_url": here,
        "happened": _happened(request.GET.get("done", "")),
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "organisations/requests.html", context)


def _happened(done: str) -> str:
    return {
        "admitted": _("Готово: человек в организации, он увидит это на своей странице."),
        "refused": _("В заявке отказано, причину человек прочитает на своей странице."),
        "closed": _("Организация закрыта, от её имени никто не действует."),
    }.get(done, "")


@behind(policies.may_admit_member)
@require_http_methods(PAGE)
def admit_member(request: HttpRequest, person: PersonRef, request_id: UUID) -> HttpResponse:
    """What the clerk was shown, and what is allowed by it."""
    row = queries.request_to_decide(person, request_id)
    one = row.organisation
    is_new = one.state == rules.ASKED
    sent = request.POST if request.method == "POST" else None
    kind = FirstAdmitForm if is_new else AdmitForm
    known = {"right": row.right, "name": one.name, "starts_on": row.starts_on}
    form = kind(sent, initial=known)

    def act() -> str:
        data = form.cleaned_data
        place = data.get("place", "")
        actions.admit_member(
            person,
            request_id=request_id,
            number=data["number"],
            paper=actions.ShownPaper(data["paper"], data["paper_on"]),
            right=data["right"],
            starts_on=data["starts_on"],
            until=data["until"],
            name=data.get("name", ""),
            place_id=UUID(place) if place else None,
        )
        return _desk("admitted")

    context = {
        "row": row,
        "one": public.shown(one),
        "is_new": is_new,
        "right": wording.WANTED[row.right],
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, "organisations/admit.html", context)


@behind(policies.may_refuse_request)
@require_http_methods(PAGE)
def refuse_request(request: HttpRequest, person: PersonRef, request_id: UUID) -> HttpResponse:
    """Why not."""
    row = queries.request_to_decide(person, request_id)
    form = RefuseForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        actions.refuse_request(person, request_id=request_id, reason=reason)
        return _desk("refused")

    context = {
        "title": _("Отказать в заявке"),
        "lead": f"{row.organisation.name}: {row.post}",
        "button": _("Отказать"),
        "back_url": reverse("organisations:admit-member", args=[request_id]),
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, "organisations/reason.html", context)


@behind(policies.may_close_organisation)
@require_http_methods(PAGE)
def close_organisation(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """An organisation is gone."""
    one = queries.live_organisation(person, slug)
    form = CloseForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        actions.close_organisation(person, slug=slug, reason=form.cleaned_data["reason"])
        return _desk("closed")

    context = {
        "title": _("Закрыть организацию"),
        "lead": one.name,
        "note": _("Она уйдёт из списка, права участников кончатся сразу."),
        "button": _("Закрыть организацию"),
        "back_url": reverse("organisations:read-requests"),
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, "organisations/reason.html", context)


def _desk(done: str) -> str:
    return f"{reverse('organisations:read-requests')}?done={done}"


def _crumbs() -> list[dict[str, str]]:
    return [{"title": _("Организации: заявки"), "url": reverse("organisations:read-requests")}]
