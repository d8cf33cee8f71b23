"""The administrator's pages of the geography: what is there, a file tried, a file taken."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.places import policies, public, queries, trying
from veche.commons.places.file_errors import FileRefused
from veche.commons.places.models import PlaceKind
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import render, to_sign_in

UPLOADS_PER_HOUR = 60
BYTES_MAX = 20 * 1024 * 1024
View = Callable[..., HttpResponse]


class UploadForm(forms.Form):
    """A file of outlines or of addresses."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Что в файле"),
        widget=forms.RadioSelect,
        choices=[
            (
                trying.OUTLINES,
                gettext_lazy("Границы: GeoJSON со свойствами name, kind, oktmo, parent"),
            ),
            (
                trying.ADDRESSES,
                gettext_lazy("Адреса: CSV со столбцами street, house, latitude, longitude"),
            ),
        ],
    )
    file = forms.FileField(
        label=gettext_lazy("Файл"),
        help_text=gettext_lazy(
            "Границы до 10 МБ, адреса до 20 МБ. Сначала покажем, что изменится, и ничего не запишем"
        ),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,.csv"}),
    )


def for_administrators(view: View) -> View:
    """The view gets whoever acts; a visitor is led to sign in; nobody on the way keeps the page."""

    @access(policies.may_import_places)
    @functools.wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actor = cast(policies.Actor, request.person)  # type: ignore[attr-defined]
        if actor.id is None and request.method in ("GET", "HEAD"):
            return to_sign_in(request)
        policies.may_import_places(actor).or_refuse()
        response = view(request, actor, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return guarded


@for_administrators
@require_safe
def manage_places(request: HttpRequest, actor: policies.Actor) -> HttpResponse:
    """The places there are, on a map and in a table, and a form for a file."""
    return _page(request, UploadForm(initial={"kind": trying.OUTLINES}))


def _page(
    request: HttpRequest, form: UploadForm, refused: FileRefused | None = None
) -> HttpResponse:
    kinds = dict(PlaceKind.choices)
    places = public.places()
    names = {place.id: place.name for place in places}
    context = {
        "form": form,
        "refused": refused,
        "places": [
            {
                "place": place,
                "kind": kinds.get(place.kind, place.kind),
                "parent": names.get(place.parent_id) if place.parent_id else "",
            }
            for place in places
        ],
        "houses": queries.count_addresses(),
        "imported": request.GET.get("done", ""),
        "crumbs": _crumbs(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "places/manage.html", context, status=status)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def upload_places(request: HttpRequest, actor: policies.Actor) -> HttpResponse:
    """Try a file: to its preview, or back with every mistake by its row."""
    if request.method != "POST":
        return redirect("places:manage-places")
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    limits.hit(f"places.upload:{actor.id}", limit=UPLOADS_PER_HOUR, seconds=3600)
    upload, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
    data = upload.read(BYTES_MAX + 1)
    if len(data) > BYTES_MAX:
        form.add_error("file", _("Файл больше 20 МБ: разделите его на части"))
        return _page(request, form)
    try:
        trying.try_upload(actor, kind=kind, data=data)
    except FileRefused as refused:
        form.add_error("file", _("Исправьте строки ниже и загрузите файл ещё раз"))
        return _page(request, form, refused)
    return redirect("places:import-places", kind=kind)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def import_places(request: HttpRequest, actor: policies.Actor, kind: str) -> HttpResponse:
    """What the file would change; `then=leave` forgets it, anything else takes it."""
    here = reverse("places:manage-places")
    if request.method == "POST":
        if request.POST.get("then") == "leave":
            trying.leave_upload(actor, kind=kind)
            return redirect(here)
        trying.take_upload(actor, kind=kind, token=request.POST.get("token", ""))
        return redirect(f"{here}?done={kind}")
    upload = trying.pending(kind)
    preview = upload.preview
    context = {
        "upload": upload,
        "is_outlines": kind == trying.OUTLINES,
        "rows": preview["rows"],
        "moved": preview["moved"],
        "same": preview["rows"] - preview["created"]["count"] - preview["changed"]["count"],
        "groups": _groups(kind, preview),
        "map_url": reverse("places:preview-map", args=[kind]),
        "crumbs": [*_crumbs(), {"title": _("Границы и адреса"), "url": here}],
    }
    return render(request, "places/preview.html", context)


def _groups(kind: str, preview: dict[str, Any]) -> list[dict[str, Any]]:
    """What appears, what changes; of outlines also what stays though the file does not name it."""
    groups = [
        {"title": _("Появятся"), "tone": "good", **preview["created"]},
        {"title": _("Изменятся"), "tone": "warn", **preview["changed"]},
    ]
    if kind == trying.OUTLINES:
        groups.append({"title": _("В файле нет, останутся"), "tone": "grey", **preview["absent"]})
    return groups


@for_administrators
@require_safe
def preview_map(request: HttpRequest, actor: policies.Actor, kind: str) -> HttpResponse:
    """The same on a map: outlines of the file, or the first of its houses."""
    if kind not in trying.KINDS:
        raise NotFound()
    upload = trying.pending(kind)
    is_outlines = kind == trying.OUTLINES
    return JsonResponse(trying.outlines_of(upload) if is_outlines else trying.pins_of(upload))


def _crumbs() -> list[dict[str, str]]:
    return [{"title": _("Настройки города"), "url": reverse("hall:set-up-town")}]
