"""The talk of both sides and the owner of the place: the first word, the plan, each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef, behind
from veche.commons.matching import actions, forms, gatherings, policies, public, wording
from veche.commons.matching.models import Match
from veche.commons.matching.queries import matches, needs, solvers
from veche.commons.matching.queries.standing import own_of, read_by, standing_of
from veche.commons.matching.rules import states
from veche.commons.matching.views.crumbs import needs_crumbs
from veche.commons.matching.views.reading import need_card, solver_card
from veche.kernel.access import post_only
from veche.kernel.web import render
from veche.kernel.web.answering import PAGE, TOLD, answer
from veche.kernel.web.form_errors import tell


@behind(policies.may_ask_for_help)
@require_http_methods(PAGE)
def ask_for_help(
    request: HttpRequest, person: PersonRef, slug: str, solver_slug: str
) -> HttpResponse:
    """The first word to somebody of the list."""
    need, solver = needs.need_by_slug(slug), solvers.shown_solver(solver_slug)
    policies.may_ask_for_help(person, parties=own_of(person).parties(need, solver)).or_refuse()
    form = forms.FirstWordsForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        words = form.cleaned_data["words"]
        return _talk_url(
            actions.ask_for_help(person, slug=slug, solver_slug=solver_slug, words=words)
        )

    context = {
        **need_card(need),
        "refusal": matches.last_refusal(need),
        "solver": solver_card(solver),
        "title": _("Попросить о помощи"),
        "button": _("Попросить"),
        "note": _("Ответят за неделю, мы сразу скажем вам. Можно попросить до пяти сразу."),
        "crumbs": [*needs_crumbs(), _need_crumb(need.title, slug)],
        "back_url": reverse("matching:read-need", args=[slug]),
    }
    return answer(request, form, act, "matching/words.html", context)


@behind(policies.may_open_helping)
@require_http_methods(PAGE)
def offer_help(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The first word to who asked; whoever has not said what they can is led to say it."""
    need = needs.need_by_slug(slug)
    own = own_of(person)
    ready = [one for one in solvers.own_solvers(own) if one.is_open]
    if not ready:
        return render(
            request,
            "matching/offer_first.html",
            {**need_card(need), "crumbs": [*needs_crumbs(), _need_crumb(need.title, slug)]},
        )
    form = forms.OfferForm(ready, request.POST if request.method == "POST" else None)

    def act() -> str:
        data = form.cleaned_data
        return _talk_url(
            actions.offer_help(person, slug=slug, solver_slug=data["solver"], words=data["words"])
        )

    context = {
        **need_card(need),
        "refusal": matches.last_refusal(need),
        "title": _("Предложить помощь"),
        "button": _("Предложить"),
        "note": _("Ответят за неделю, мы сразу скажем вам. До плана вы ничем не связаны."),
        "crumbs": [*needs_crumbs(), _need_crumb(need.title, slug)],
        "back_url": reverse("matching:read-need", args=[slug]),
    }
    return answer(request, form, act, "matching/words.html", context)


def _talk_url(slug: str) -> str:
    return reverse("matching:read-match", args=[slug])


def _need_crumb(title: str, slug: str) -> dict[str, str]:
    return {"title": title, "url": reverse("matching:read-need", args=[slug])}


@behind(policies.may_open_helping)
@require_safe
def read_match(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """All of it on one page: whose turn, the plan, what happened."""
    return _page(request, person, slug, forms.PressForm())


def _page(
    request: HttpRequest, person: PersonRef, slug: str, form: Form, status: int = 200
) -> HttpResponse:
    row, parties = matches.match_for(person, slug)
    standing = standing_of(row, is_verified=matches.is_verified(row))
    turn = states.waits_for(standing)
    text, tone = wording.state_of(row)
    photos = files.refs(row.photo_ids)
    words, reason = read_by(row, parties)
    after = files.of(actions.AFTER_PHOTOS, str(row.id)) if row.state == states.DONE else ()
    context = {
        "row": row,
        "need": need_card(row.need),
        "solver": row.solver.name if states.SOLVER in parties else wording.name_of(row.solver),
        "words": words,
        "reason": reason,
        "state": text,
        "tone": tone,
        "is_turn": bool(set(turn) & parties),
        "next": wording.turn(row, turn, parties),
        "next_by": public.due_on(row),
        "ends_on": matches.stands_until(row),
        "who": wording.PARTIES[turn[0]] if turn else "",
        "may": _may(person, standing, parties),
        "plan_day": wording.day_text(row.plan_on) if row.plan_on else "",
        "photos": [photos[one] for one in row.photo_ids if one in photos]
        + [one for one in after if one.id not in photos],
        "thanks": [wording.THANKS[one] for one in row.thanks],
        "steps": [
            {
                "title": wording.STEPS[one.verb],
                "who": wording.PARTIES.get(one.party, ""),
                "at": one.at,
            }
            for one in matches.steps_of(row)
        ],
        "form": form,
        "few": _few(person, row, parties),
        "may_name_owner": needs.may_name_owner(person, row.need),
        "crumbs": [*needs_crumbs(), _need_crumb(row.need.title, row.need.slug)],
    }
    return render(request, "matching/match.html", context, status=status)


def _few(person: PersonRef, row: Match, parties: frozenset[str]) -> dict[str, Any] | None:
    """For who asked: fewer hands come than are wanted, and how the rest may be called."""
    hands = row.plan_hands or row.solver.hands
    is_ahead = row.state in states.LIVE and row.state not in states.AT_WORK
    if states.RAISER not in parties or not is_ahead or hands >= row.need.hands:
        return None
    source = f"{row.need.source_kind}:{row.need.source_id}"
    return {"hands": hands, "of": row.need.hands, "urls": gatherings.begin_urls(person, source)}


def _may(person: PersonRef, standing: states.Standing, parties: frozenset[str]) -> dict[str, bool]:
    """Which steps this person may take now; and what stands in the way of the first of them."""
    return {
        verb: bool(policy(person, standing, parties)) for verb, policy in policies.STEPS.items()
    }


def _press(
    request: HttpRequest, person: PersonRef, slug: str, action: Callable[..., None]
) -> HttpResponse:
    """A button: the step once, or the page with why not."""
    try:
        action(person, slug=slug)
    except TOLD as problem:
        form = forms.PressForm(request.POST)
        tell(form, problem)
        return _page(request, person, slug, form, status=problem.status)
    return redirect(_talk_url(slug))


@behind(policies.may_accept_match)
@post_only
def accept_match(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Yes."""
    return _press(request, person, slug, actions.accept_match)


@behind(policies.may_agree_plan)
@post_only
def agree_plan(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Yes to the plan."""
    return _press(request, person, slug, actions.agree_plan)


@behind(policies.may_allow_work)
@post_only
def allow_work(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The owner's yes."""
    return _press(request, person, slug, actions.allow_work)


@behind(policies.may_hand_over_work)
@post_only
def hand_over_work(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The work may begin."""
    return _press(request, person, slug, actions.hand_over_work)


def _reasoned(
    request: HttpRequest,
    person: PersonRef,
    slug: str,
    verb: str,
    action: Callable[..., None],
    texts: tuple[str, str],
) -> HttpResponse:
    """A step that is explained to the other side."""
    row, form_class = _opened(request, person, slug, verb), forms.ReasonForm
    form = form_class(
        request.POST if request.method == "POST" else None, is_required=verb in states.REASONED
    )
    if verb == states.FORBID:
        form.fields["reason"].help_text = _("Прочтут обе стороны и кто предложит помощь после них.")

    def act() -> str:
        action(person, slug=slug, reason=form.cleaned_data["reason"])
        return _talk_url(slug)

    title, button = texts
    return answer(request, form, act, "matching/form.html", _context(row, title, button))


def _opened(request: HttpRequest, person: PersonRef, slug: str, verb: str) -> Match:
    """Refused before a form is shown rather than after it is filled."""
    row, parties = matches.match_for(person, slug)
    if request.method != "POST":
        standing = standing_of(row, is_verified=matches.is_verified(row))
        policies.STEPS[verb](person, standing, parties).or_refuse()
    return row


def _context(row: Match, title: str, button: str) -> dict[str, Any]:
    return {
        "row": row,
        "title": title,
        "button": button,
        "back_url": _talk_url(row.slug),
        "crumbs": [*needs_crumbs(), {"title": row.need.title, "url": _talk_url(row.slug)}],
    }


@behind(policies.may_decline_match)
@require_http_methods(PAGE)
def decline_match(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """No."""
    texts = _("Отказаться"), _("Отказаться")
    return _reasoned(request, person, slug, states.DECLINE, actions.decline_match, texts)


@behind(policies.may_withdraw_match)
@require_http_methods(PAGE)
def withdraw_match(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Take it back."""
    texts = _("Отменить"), _("Отменить помощь")
    return _reasoned(request, person, slug, states.WITHDRAW, actions.withdraw_match, texts)


@behind(policies.may_forbid_work)
@require_http_methods(PAGE)
def forbid_work(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The owner's no."""
    texts = _("Не разрешить работу"), _("Не разрешить")
    return _reasoned(request, person, slug, states.FORBID, actions.forbid_work, texts)


@behind(policies.may_return_work)
@require_http_methods(PAGE)
def return_work(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """What is still missing."""
    texts = _("Что осталось доделать"), _("Попросить доделать")
    return _reasoned(request, person, slug, states.RETURN, actions.return_work, texts)


@behind(policies.may_write_plan)
@require_http_methods(PAGE)
def write_plan(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """When and how."""
    row = _opened(request, person, slug, states.PLAN)
    form = forms.PlanForm(
        request.POST if request.method == "POST" else None,
        initial={
            # Nobody has named a day yet: today's would be said by nobody.
            "on": row.plan_on,
            "hands": row.plan_hands or row.need.hands,
            "text": row.plan,
        },
    )

    def act() -> str:
        actions.write_plan(person, slug=slug, plan=form.given)
        return _talk_url(slug)

    context = _context(row, _("План"), _("Предложить план"))
    return answer(request, form, act, "matching/form.html", context)


@behind(policies.may_prove_work)
@require_http_methods(PAGE)
def prove_work(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """What came out, with photos."""
    row = _opened(request, person, slug, states.PROVE)
    is_post = request.method == "POST"
    form = forms.ProofForm(request.POST if is_post else None, request.FILES if is_post else None)

    def act() -> str:
        words, photo_ids = form.cleaned_data["words"], _kept(person, form, actions.PROOF_TEXT)
        actions.prove_work(person, slug=slug, words=words, photo_ids=photo_ids)
        return _talk_url(slug)

    context = {**_context(row, _("Что вышло"), _("Показать")), "with_files": True}
    return answer(request, form, act, "matching/form.html", context)


def _kept(person: PersonRef, form: Form, purpose: str) -> list[UUID]:
    """Photos of a form, drawn anew and kept privately."""
    kept = []
    for upload in form.cleaned_data["photos"]:
        upload.seek(0)
        photo = files.save_photo(upload, owner=person.id, purpose=purpose)
        kept.append(photo.id)
    return kept


@behind(policies.may_confirm_work)
@require_http_methods(PAGE)
def confirm_work(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Done, thanks."""
    row = _opened(request, person, slug, states.CONFIRM)
    is_post = request.method == "POST"
    form = forms.ThanksForm(request.POST if is_post else None, request.FILES if is_post else None)

    def act() -> str:
        thanks, photo_ids = form.cleaned_data["thanks"], _kept(person, form, actions.AFTER_PHOTOS)
        actions.confirm_work(person, slug=slug, thanks=thanks, photo_ids=photo_ids)
        return _talk_url(slug)

    context = {
        **_context(row, _("Всё сделано?"), _("Да, сделано. Спасибо!")),
        "with_files": True,
    }
    return answer(request, form, act, "matching/form.html", context)
