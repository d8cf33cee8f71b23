"""The office's pages of papers: what there is, its text, its preview, its versions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.documents import actions, kinds, policies, public, queries, rules
from veche.commons.documents.forms import TemplateForm
from veche.commons.documents.markdown import read
from veche.commons.identity.public import PersonRef, behind
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render


@behind(policies.may_open_documents)
@require_safe
def list_documents(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Every paper the portal makes, with the version in force."""
    rows = [
        {"kind": kind, "template": queries.current(kind)}
        for kind in sorted(kinds.kinds(), key=lambda kind: str(kind.title))
    ]
    context = {"rows": rows, "may_save": policies.may_save_template(person)}
    return render(request, "documents/list.html", context)


@behind(policies.may_save_template)
@require_http_methods(["GET", "HEAD", "POST"])
def save_template(request: HttpRequest, person: PersonRef, kind: str) -> HttpResponse:
    """The text with its fields and its preview; an earlier version may be taken up again."""
    paper = kinds.kind_of(kind)
    chosen = request.GET.get("version", "")
    shown = queries.version(paper, int(chosen)) if chosen.isdecimal() else queries.current(paper)
    form = TemplateForm(initial={"text": shown.text})
    if request.method == "POST":
        form = TemplateForm(request.POST)
        if form.is_valid():
            try:
                actions.save_template(person, kind=kind, text=form.cleaned_data["text"])
            except Invalid as problem:
                form.add_error("text", str(problem.message))
            else:
                return redirect(f"{reverse('documents:save-template', args=[kind])}?done=1")
    context = {
        "form": form,
        "kind": paper,
        "shown": shown,
        "blocks": _sample(paper, str(form["text"].value() or "")),
        "versions": queries.versions(paper),
        "is_done": request.GET.get("done") == "1",
        "crumbs": [{"title": _("Документы"), "url": reverse("documents:list-documents")}],
    }
    status = 422 if form.errors else 200
    return render(request, "documents/template.html", context, status=status)


@behind(policies.may_save_template)
@post_only
def preview_template(request: HttpRequest, person: PersonRef, kind: str) -> HttpResponse:
    """The paper with what is typed and not saved yet, filled with samples."""
    paper = kinds.kind_of(kind)
    form = TemplateForm(request.POST)
    form.is_valid()
    context = {"blocks": _sample(paper, form.cleaned_data.get("text", ""))}
    return render(request, "documents/_paper.html", context)


@behind(policies.may_open_documents)
@require_safe
def download_sample(request: HttpRequest, person: PersonRef, kind: str, form: str) -> HttpResponse:
    """The paper in force filled with samples, as a file."""
    paper = kinds.kind_of(kind)
    samples = {field.name: field.sample for field in paper.fields}
    made = public.make(kind, samples, str(paper.title))
    return public.respond(made, name=f"{kind}-sample", form=form)


@behind(policies.may_open_documents)
@require_safe
def download_blank(request: HttpRequest, person: PersonRef, kind: str, form: str) -> HttpResponse:
    """The paper in force with lines to write on, as a file."""
    paper = kinds.kind_of(kind)
    whole = {field.name: field.sample for field in paper.fields if isinstance(field.sample, tuple)}
    made = public.make(kind, whole, str(paper.title))
    return public.respond(made, name=f"{kind}-blank", form=form)


def _sample(kind: kinds.Kind, template: str) -> tuple[rules.Block, ...]:
    return rules.fill(read(template), {field.name: field.sample for field in kind.fields})
