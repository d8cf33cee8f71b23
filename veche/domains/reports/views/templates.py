"""Templates of answers: coordinators keep them, those who answer begin with them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.reports import policies
from veche.domains.reports.actions import templates
from veche.domains.reports.actions.templates import TemplateText
from veche.domains.reports.forms.worklist import TemplateForm
from veche.domains.reports.queries import answering, wording
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render


@identity.behind(policies.may_set_up_reports)
@require_safe
def list_templates(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """All templates."""
    rows = [{"row": one, "outcome": wording.OUTCOMES[one.outcome]} for one in answering.templates()]
    return render(request, "reports/office/templates.html", {"rows": rows})


@identity.behind(policies.may_set_up_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def save_template(
    request: HttpRequest, person: PersonRef, template_id: UUID | None = None
) -> HttpResponse:
    """Write one, or change it."""
    row = answering.template(template_id) if template_id else None
    if request.method == "POST":
        form = TemplateForm(request.POST)
        if form.is_valid() and _is_saved(person, form, template_id):
            return redirect("reports:list-templates")
    else:
        form = TemplateForm.of(row) if row else TemplateForm()
    status = 422 if form.is_bound else 200
    return render(
        request, "reports/office/template.html", {"form": form, "row": row}, status=status
    )


def _is_saved(person: PersonRef, form: TemplateForm, template_id: UUID | None) -> bool:
    try:
        templates.save_template(
            person, text=TemplateText(**form.cleaned_data), template_id=template_id
        )
    except Invalid as problem:
        for name, words in problem.fields.items():
            form.add_error(name, str(words))
        return False
    return True


@identity.behind(policies.may_set_up_reports)
@post_only
def remove_template(request: HttpRequest, person: PersonRef, template_id: UUID) -> HttpResponse:
    """Take one away."""
    templates.remove_template(person, template_id=template_id)
    return redirect("reports:list-templates")
