"""The sheet of consent, for the counter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from veche.commons.documents import public as documents
from veche.commons.identity import public as identity
from veche.commons.pages import public as pages
from veche.commons.privacy import papers, policies
from veche.commons.privacy.rules import CONSENTS
from veche.kernel.access import access
from veche.kernel.errors import NotFound


@access(policies.may_sign_consent)
@never_cache
@require_safe
def consent_sheet(request: HttpRequest) -> HttpResponse:
    """The words that stand now, with room for a name and a signature, as PDF."""
    policies.may_sign_consent(identity.person_of(request)).or_refuse()
    words = pages.published(CONSENTS)
    if words is None:
        raise NotFound()
    name = f"consent-{words.version}"
    return documents.respond(papers.consent_sheet(words), name=name, form="pdf")
