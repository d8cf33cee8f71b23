"""The catalogue as everyone sees it: the list, a set with its preview, its chart, its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from veche.commons.datasets import public as datasets
from veche.domains.opendata import exports
from veche.domains.opendata.forms import asking
from veche.domains.opendata.forms.asking import Asked
from veche.domains.opendata.models import Version
from veche.domains.opendata.queries import catalogue, wording
from veche.domains.opendata.queries.catalogue import Set
from veche.domains.opendata.rules import choosing, fields, passport, stages
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.text import clean_line
from veche.kernel.web import downloads, render

PREVIEWED = 20
API = "/api/v1/open-data"
# So many rows are looked through for a page: a longer table is chosen from in its file.
LOOKED_AT = 20_000


@access("public")
@require_safe
def list_sets(request: HttpRequest) -> HttpResponse:
    """All sets, by words and theme."""
    words = clean_line(request.GET.get("q", ""))[: choosing.WORDS_MAX]
    theme = request.GET.get("theme", "")
    everything = catalogue.all_sets(words)
    known = catalogue.themes(everything)
    shown = [one for one in everything if not theme or one.theme == theme]
    here = reverse("opendata:list-sets")
    tabs = [
        {
            "title": title,
            "url": f"{here}?{urlencode([(k, v) for k, v in (('q', words), ('theme', code)) if v])}",
            "current": code == theme,
            "count": sum(one.theme == code for one in everything) if code else len(everything),
        }
        for code, title in [("", wording.ALL), *known.items()]
    ]
    context = {
        "sets": [_listed(one) for one in shown],
        "tabs": tabs,
        "words": words,
        "theme": theme,
        "api_url": API,
    }
    return render(request, "opendata/list.html", context)


def _listed(one: Set) -> dict[str, Any]:
    return {
        "set": one,
        "url": reverse("opendata:read-set", args=[one.code]),
        "files": _files(one),
        "period": wording.PERIODS[one.period],
    }


def _files(one: Set, query: str = "") -> list[dict[str, str]]:
    return [
        {
            "form": form.upper(),
            "url": reverse("opendata:export-set", args=[one.code, form]) + query,
        }
        for form in passport.FORMS
        if form != passport.XLSX or (one.rows_number or 0) <= downloads.WORKBOOK_MAX
    ]


@access("public")
@require_safe
def read_set(request: HttpRequest, slug: str) -> HttpResponse:
    """One set: what it is, its first rows by what is asked, a chart, its columns and versions."""
    versions = catalogue.versions(slug)
    try:
        one = catalogue.one_set(slug)
    except NotFound:
        return _withdrawn(request, versions)
    asked = asking.choice_of(request.GET)
    start = asking.start_of(request.GET)
    here = reverse("opendata:read-set", args=[one.code])
    told = exports.passport_of(request, one)
    context = {
        **_listed(one),
        "here": here,
        "topic": catalogue.topic(one.code),
        "passport": told,
        "licence": wording.LICENCES[one.licence],
        "licence_url": passport.LICENCES[one.licence],
        "asked_files": _files(one, asked.query()) if not asked.choice.is_empty else [],
        "persons_min": datasets.persons_min().value if one.counts_people else 0,
        "page_url": reverse(one.page) if one.page else "",
        "identifier": passport.identifier(catalogue.publisher(), one.code),
        "columns": [_column(field) for field in one.fields],
        "versions": [_version(one.code, row) for row in versions],
        **_preview(one, asked, start, here),
        **_chart(request, one, asked),
    }
    return render(request, "opendata/set.html", context)


def _withdrawn(request: HttpRequest, versions: Sequence[Version]) -> HttpResponse:
    """A set of an office of which nothing is public any more: that it was, and why it is not."""
    own = next((row.own for row in versions if row.own is not None), None)
    if own is None:
        raise NotFound()
    context = {"title": own.title, "versions": [_version(own.code, row) for row in versions]}
    return render(request, "opendata/withdrawn.html", context)


def _column(field: fields.Field) -> dict[str, Any]:
    return {
        "field": field,
        "type": wording.TYPES[field.type],
        "words": list(field.words.items()),
    }


def _version(code: str, row: Version) -> dict[str, Any]:
    state, tone = wording.STATES[row.state]
    is_public = row.state == stages.PUBLISHED
    return {
        "row": row,
        "state": state,
        "tone": tone,
        "files": [
            {"form": form.upper(), "url": reverse("opendata:export-version", args=[code, n, form])}
            for n, form in ((row.number, form) for form in passport.FORMS)
        ]
        if is_public
        else [],
    }


def _preview(one: Set, asked: Asked, start: int, here: str) -> dict[str, Any]:
    try:
        found = choosing.page(
            one.fields, one.read(), asked.choice, start=start, size=PREVIEWED, most=LOOKED_AT
        )
    except choosing.BadCondition:
        raise asking.bad_condition() from None
    after = str(start + PREVIEWED) if found.has_more else ""
    titles = {field.name: field.title for field in one.fields}
    return {
        "rows": [
            [_shown(field, value) for field, value in zip(one.fields, row, strict=True)]
            for row in found.rows
        ],
        "is_cut": found.is_cut,
        "looked_at": LOOKED_AT,
        "start": start,
        "next_url": here + asked.query(start=after) + "#rows" if after else "",
        "first_url": here + asked.query() + "#rows" if start else "",
        "asked": asked,
        "conditions": [
            {
                "title": titles.get(condition.name, condition.name),
                "op": wording.OPS.get(condition.op, ""),
                "words": condition.words,
                "url": here + asked.without(place).query() + "#rows",
                "condition": condition,
            }
            for place, condition in enumerate(asked.choice.conditions)
        ],
        "ops": wording.OPS.items(),
    }


def _shown(field: fields.Field, value: Any) -> dict[str, Any]:
    is_number = field.type in (fields.INTEGER, fields.NUMBER)
    return {
        "text": wording.shown(field, value),
        "value": value,
        "is_number": is_number,
        "is_link": isinstance(value, str)
        and (value.startswith("https://") or (field.use == fields.LINK and fields.is_page(value))),
        "title": field.title,
    }


def _chart(request: HttpRequest, one: Set, asked: Asked) -> dict[str, Any]:
    """Bars by the column asked for, or by the first that makes some."""
    able, addable = choosing.groupable(one.fields), choosing.summable(one.fields)
    by = asking.place_of(one.fields, able, request.GET.get("by", ""))
    of = asking.place_of(one.fields, addable, request.GET.get("of", ""))
    choices = {
        "by_choices": [one.fields[place] for place in able],
        "of_choices": [one.fields[place] for place in addable],
        "by": one.fields[by].name if by is not None else "",
        "of": one.fields[of].name if of is not None else "",
    }
    if by is None:
        return choices
    found = choosing.bars(one.fields, one.read(), asked.choice, by=by, of=of, most=LOOKED_AT)
    column = one.fields[by]
    bars = [
        {
            "title": wording.shown(column, value) or wording.EMPTY,
            "votes": _whole(number),
            "share": 100 * number / found.total,
            "is_written": not column.words,
        }
        for value, number in found.rows
    ]
    if found.rest:
        bars.append(
            {
                "title": wording.rest(found.rest_number),
                "votes": _whole(found.rest),
                "share": 100 * found.rest / found.total,
                "tone": "grey",
            }
        )
    return {
        **choices,
        "bars": bars,
        "bars_title": wording.chart_title(column, one.fields[of] if of is not None else None),
        "unit": one.fields[of].title if of is not None else wording.ROWS,
        "is_chart_cut": found.is_cut,
    }


def _whole(number: float) -> int | float:
    return round(number, 2) if number % 1 else int(number)
