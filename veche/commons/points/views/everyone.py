"""What everyone reads: what points are given for, who was given them, the shop."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.commons.points import policies, queries, registry, rules, wording
from veche.commons.points.forms import OnceForm
from veche.commons.points.views.own import names_of
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import render


@require_safe
@access("public")
def read_rules(request: HttpRequest) -> HttpResponse:
    """For what, how many, at most how many a day; what is not kept."""
    terms = queries.terms()
    if not terms.is_on:
        raise NotFound()
    prices, (people, deeds) = queries.prices(), queries.totals()
    receivers = queries.receivers(20)
    context = {
        "prices": [(one.title, prices[one.code]) for one in registry.all_deeds()],
        "cap": queries.day_cap(),
        "statuses": [(wording.STATUSES[name], least) for least, name in reversed(rules.STATUSES)],
        "receivers": [
            (name, row.balance) for name, row in zip(names_of(receivers), receivers, strict=True)
        ],
        "people": people,
        "deeds": deeds,
        "terms": terms,
    }
    return render(request, "points/rules.html", context)


@require_safe
@access("public")
def read_shop(request: HttpRequest) -> HttpResponse:
    """What points are exchanged for, while the town's act is named."""
    person, terms = identity.person_of(request), queries.terms()
    if not terms.is_on or not terms.act_number:
        raise NotFound()
    account = queries.account_of(person)
    balance = account.balance if account else 0
    rows = [
        {
            "thing": one,
            "allowed": policies.may_order_thing(
                person,
                terms,
                one,
                balance=balance,
                ordered=queries.number_ordered(account, one),
            ),
        }
        for one in queries.things()
    ]
    key = OnceForm().initial["key"]
    context = {"rows": rows, "terms": terms, "balance": balance, "key": key}
    return render(request, "points/shop.html", context)
