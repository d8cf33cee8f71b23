"""The residents' share: the receipt for everyone, money and gifts for officials."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies
from veche.domains.budgeting.actions import sharing
from veche.domains.budgeting.adapters import receipts
from veche.domains.budgeting.forms.sharing import GiftForm, RequisitesForm, StatementForm, SumForm
from veche.domains.budgeting.queries import projects, shares
from veche.domains.budgeting.views.results import limit_files
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]


@require_safe
@access(policies.may_pay_share)
def print_receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """The receipt as PDF, with a sum if one is asked for."""
    row = projects.project_for(identity.person_of(request), slug)
    policies.may_pay_share(row, shares.needed_of(row)).or_refuse()
    given, form = shares.requisites(), SumForm(request.GET)
    if given is None:
        raise NotFound()
    if not form.is_valid():
        raise Invalid(_("Сумма не читается"), advice=_("Впишите рубли цифрами или ничего."))
    limit_files(request)
    made = receipts.receipt_pdf(row, given, form.cleaned_data["sum"])
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="payment-{slug}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@identity.behind(policies.may_set_requisites)
@require_http_methods(PAGE)
def set_requisites(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Where residents pay."""
    given = request.POST if request.method == "POST" else None
    form = RequisitesForm(given, initial=shares.requisites() or {})
    if given is not None and form.is_valid():
        sharing.set_requisites(person, given=form.cleaned_data)
        return redirect(f"{reverse('budgeting:set-requisites')}?done=kept")
    context = {"form": form, "done": request.GET.get("done", "")}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "budgeting/office/requisites.html", context, status=status)


@identity.behind(policies.may_work_on_projects)
@require_http_methods(PAGE)
def list_payments(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A statement is taken in; what it names no project for is matched by hand."""
    is_sent = request.method == "POST"
    form = StatementForm(request.POST if is_sent else None, request.FILES or None)
    taken = None
    if is_sent and form.is_valid():
        taken = sharing.take_statement(person, lines=form.cleaned_data["statement"])
        form = StatementForm()
    page = shares.unmatched(after=request.GET.get("after", ""))
    here = reverse("budgeting:list-payments")
    context = {
        "form": form,
        "taken": taken,
        "payments": page.items,
        "next_url": f"{here}?{urlencode({'after': page.next_token})}" if page.next_token else "",
        "matched": shares.matched(),
        "rows": shares.shares_of(shares.collecting()),
        "has_requisites": shares.requisites() is not None,
        "may_set": policies.may_set_requisites(person),
        "done": request.GET.get("done", ""),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "budgeting/office/payments.html", context, status=status)


@identity.behind(policies.may_work_on_projects)
@post_only
def match_payment(request: HttpRequest, person: PersonRef, payment_id: UUID) -> HttpResponse:
    """Say what one payment is for."""
    slug = request.POST.get("project", "")
    seen = request.POST.get("seen", "")
    sharing.match_payment(person, payment_id=payment_id, slug=slug, seen=seen)
    return redirect(f"{reverse('budgeting:list-payments')}?done=matched")


@identity.behind(policies.may_work_on_projects)
@require_http_methods(PAGE)
def take_gift(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Write down labour or goods."""
    row = projects.case_for(person, slug)
    policies.may_take_gift(person, row, shares.needed_of(row)).or_refuse()
    form = GiftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        try:
            sharing.take_gift(person, slug=slug, given=form.part(), key=key)
            return redirect(f"{reverse('budgeting:open-case', args=[slug])}?done=gift")
        except Invalid as problem:
            tell(form, problem)
    context = {"row": row, "form": form, "share": shares.share_of(row)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "budgeting/office/gift.html", context, status=status)
