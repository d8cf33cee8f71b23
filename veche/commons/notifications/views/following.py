"""Following and leaving; what a person follows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef, behind
from veche.commons.notifications import policies, queries, wording
from veche.commons.notifications.actions import following
from veche.commons.notifications.kinds import found_topic
from veche.commons.notifications.rules import AREAS_MAX
from veche.kernel.access import post_only
from veche.kernel.errors import NotFound
from veche.kernel.web import render


@behind(policies.may_follow_topic)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_topic(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Follow a topic, and back to its page; opened by hand, a page asks first."""
    topic = (request.POST or request.GET).get("topic", "")
    found = found_topic(topic)
    if found is None:
        raise NotFound()
    title, url = found
    if request.method == "POST":
        following.follow_topic(person, topic=topic)
        return _back(request, url)
    if queries.is_following(person, topic):
        return redirect(identity.local_path(url, "/"))
    context = {"topic": topic, "title": title, "url": url}
    return render(request, "notifications/follow.html", context)


@behind(policies.may_follow_topic)
@post_only
def unfollow_topic(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Leave a topic, and back to where one was."""
    following.unfollow_topic(person, topic=request.POST.get("topic", ""))
    return _back(request, reverse("notifications:list-followed"))


@behind(policies.may_follow_topic)
@require_safe
def list_followed(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Parts of the town and topics that a person follows."""
    areas = queries.areas(person)
    context = {
        "areas": [(one, wording.distance(one.radius_m)) for one in areas],
        "may_add": len(areas) < AREAS_MAX,
        "left": AREAS_MAX - len(areas),
        "followed": queries.followed(person),
        "done": request.GET.get("done", ""),
    }
    return render(request, "notifications/followed.html", context)


def _back(request: HttpRequest, fallback: str) -> HttpResponse:
    return redirect(identity.local_path(request.POST.get("next", ""), fallback))
