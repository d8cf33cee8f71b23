"""The officials' desk: one page for each verb."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.commitments import actions, forms, policies, public, queries, rules, wording
from veche.commons.commitments.views.reading import filter_tabs
from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.kernel.access import access
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.policies import Decision
from veche.kernel.web import render


def form_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A form is answered to whoever asked for it and kept by nobody on the way."""
    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(view))


@never_cache
@require_safe
@access(policies.may_manage_commitments)
def manage_commitments(request: HttpRequest) -> HttpResponse:
    """What waits for an official, the most urgent first."""
    policies.may_manage_commitments(identity.person_of(request)).or_refuse()
    shown = request.GET.get("show", "owed")
    if shown not in wording.FILTER_TITLES:
        shown = "owed"
    today = public.today()
    page = public.list_page(shown, after=request.GET.get("after", ""), size=50)
    address = reverse("commitments:manage-commitments")
    context = {
        "cards": [wording.card(item, today) for item in page.items],
        "tabs": filter_tabs(address, shown, queries.counts(today)),
        "next_url": f"{address}?show={shown}&after={page.next_token}" if page.next_token else "",
        "clock": queries.public_clock(today),
        "may_set_clock": policies.may_set_public_clock(identity.person_of(request)),
    }
    return render(request, "commitments/office_list.html", context)


@never_cache
@require_safe
@access(policies.may_manage_commitments)
def manage_commitment(request: HttpRequest, slug: str) -> HttpResponse:
    """One commitment with what may be done next."""
    person = identity.person_of(request)
    policies.may_manage_commitments(person).or_refuse()
    commitment = queries.commitment_by_slug(slug)
    today = public.today()
    context = {
        "commitment": commitment,
        "crumbs": _crumbs(),
        "tags": wording.tags(commitment, today),
        "late": wording.lateness(commitment, today),
        "is_ahead": wording.is_ahead(commitment.deadline_on),
        "clock": queries.public_clock(today),
        "may_decide": policies.may_record_decision(person, commitment),
        "may_add_stage": policies.may_add_stage(person, commitment),
        "may_change_due": policies.may_change_due(person, commitment),
        "may_finish": policies.may_finish_commitment(person, commitment),
        "may_decline": policies.may_decline_commitment(person, commitment),
        "stages_left": len(commitment.stages) - commitment.stages_done,
    }
    return render(request, "commitments/office_one.html", context)


@form_page
@access(policies.may_record_decision)
def record_decision(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the decision."""
    person, commitment = _opened(request, slug, policies.may_record_decision)
    form = forms.DecisionForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        actions.record_decision(person, commitment_id=commitment.id, text=form.text)

    texts = _("Записать решение"), _("Опубликовать решение")
    return _answer(request, commitment, form, act, texts, "commitments/decide.html")


@form_page
@access(policies.may_add_stage)
def add_stage(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a step to the plan."""
    person, commitment = _opened(request, slug, policies.may_add_stage)
    form = forms.StageForm(
        request.POST if request.method == "POST" else None, request.FILES or None
    )

    def act() -> None:
        actions.add_stage(
            person,
            commitment_id=commitment.id,
            title=form.cleaned_data["title"],
            planned_on=form.cleaned_data["planned_on"],
            photo_before_id=_photo(person, form),
        )

    return _answer(request, commitment, form, act, (_("Новый этап"), _("Добавить этап")))


@form_page
@access(policies.may_complete_stage)
def complete_stage(request: HttpRequest, slug: str, stage_id: UUID) -> HttpResponse:
    """Mark a step as finished."""
    person, commitment = _opened(request, slug, policies.may_complete_stage)
    stage = next((stage for stage in commitment.stages if stage.id == stage_id), None)
    if stage is None:
        raise NotFound()
    form = forms.StageDoneForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"done_on": public.today()},
    )

    def act() -> None:
        actions.complete_stage(
            person,
            commitment_id=commitment.id,
            stage_id=stage_id,
            done_on=form.cleaned_data["done_on"],
            note=form.cleaned_data["note"],
            photo_after_id=_photo(person, form),
        )

    title = _("Этап готов: %(title)s") % {"title": stage.title}
    return _answer(request, commitment, form, act, (title, _("Отметить готовым")))


@form_page
@access(policies.may_change_due)
def change_due(request: HttpRequest, slug: str) -> HttpResponse:
    """Move the term with a public reason."""
    person, commitment = _opened(request, slug, policies.may_change_due)
    form = forms.DueForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        given = form.cleaned_data
        actions.change_due(
            person,
            commitment_id=commitment.id,
            new_due_on=given["new_due_on"],
            reason=given["reason"],
        )

    return _answer(request, commitment, form, act, (_("Перенести срок"), _("Перенести срок")))


@form_page
@access(policies.may_decline_commitment)
def decline_commitment(request: HttpRequest, slug: str) -> HttpResponse:
    """Refuse with a public reason."""
    person, commitment = _opened(request, slug, policies.may_decline_commitment)
    form = forms.DeclineForm(
        request.POST if request.method == "POST" else None, initial=_known_answerable(commitment)
    )

    def act() -> None:
        actions.decline_commitment(
            person,
            commitment_id=commitment.id,
            reason=form.cleaned_data["reason"],
            answerable=form.answerable,
        )

    texts = _("Отказать с объяснением"), _("Отказать и опубликовать причину")
    return _answer(request, commitment, form, act, texts)


@form_page
@access(policies.may_finish_commitment)
def finish_commitment(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what came out."""
    person, commitment = _opened(request, slug, policies.may_finish_commitment)
    form = forms.FinishForm(request.POST if request.method == "POST" else None)
    if commitment.indicator is None:
        del form.fields["indicator_now"]

    def act() -> None:
        actions.finish_commitment(
            person,
            commitment_id=commitment.id,
            outcome=form.cleaned_data["outcome"],
            indicator_now=form.cleaned_data.get("indicator_now"),
        )

    return _answer(request, commitment, form, act, (_("Всё сделано"), _("Опубликовать итог")))


def _opened(
    request: HttpRequest,
    slug: str,
    policy: Callable[[PersonRef, rules.Commitment], Decision],
) -> tuple[PersonRef, rules.Commitment]:
    """Who asks and what for; refused before a form is shown rather than after it is filled.

    Posts are checked for the official's role here, and for the state inside the action.
    """
    person = identity.person_of(request)
    policies.may_manage_commitments(person).or_refuse()
    commitment = queries.commitment_by_slug(slug)
    if request.method != "POST":
        policy(person, commitment).or_refuse()
    return person, commitment


def _answer(
    request: HttpRequest,
    commitment: rules.Commitment,
    form: Form,
    act: Callable[[], None],
    texts: tuple[str, str],
    template: str = "commitments/office_form.html",
) -> HttpResponse:
    """Show the form, or act and go back to the commitment."""
    if form.is_bound and form.is_valid():
        try:
            act()
        except Invalid as problem:
            _show(form, problem)
        else:
            return redirect("commitments:manage-commitment", slug=commitment.slug)
    title, button = texts
    context = {
        "commitment": commitment,
        "crumbs": _crumbs(commitment),
        "form": form,
        "title": title,
        "button": button,
    }
    return render(request, template, context, status=422 if form.is_bound else 200)


def _crumbs(commitment: rules.Commitment | None = None) -> list[dict[str, str]]:
    found = [{"title": _("Решения и сроки"), "url": reverse("commitments:manage-commitments")}]
    if commitment is not None:
        address = reverse("commitments:manage-commitment", args=[commitment.slug])
        found.append({"title": Truncator(commitment.source_title).chars(40), "url": address})
    return found


def _show(form: Form, problem: Invalid) -> None:
    """What the action refused, beside the fields it is about."""
    for name, text in problem.fields.items():
        form.add_error(name if name in form.fields else None, str(text))
    if not problem.fields:
        about_photo = "photo" in form.fields and problem.code.startswith(("photo", "file"))
        text = problem.words
        form.add_error("photo" if about_photo else None, text)


def _photo(person: PersonRef, form: Form) -> UUID | None:
    """The form's photo, kept before the act and its locks: drawing it anew takes seconds.

    Should the act not come about, it hangs on nothing, and files removes it in a day.
    """
    upload = form.cleaned_data.get("photo")
    if not isinstance(upload, UploadedFile):
        return None
    upload.seek(0)
    return files.save_photo(upload, owner=person.id, purpose="commitments.stage").id


def _known_answerable(commitment: rules.Commitment) -> dict[str, str]:
    return {
        "body_name": commitment.answerable.body_name,
        "responsible_post": commitment.answerable.post,
        "responsible_name": commitment.answerable.person_name,
    }
