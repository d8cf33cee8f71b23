"""The office as a browser walks it: forms filled and sent as the pages have them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone

from veche.domains.polls.actions import running
from veche.domains.polls.models import Poll
from veche.kernel import clock

NEW = "/office/polls/new/"


def moment(days: float = 0) -> str:
    """A datetime-local so many days from now, by the town's clock."""
    local = (clock.now() + timedelta(days=days)).astimezone(timezone.get_current_timezone())
    return local.strftime("%Y-%m-%dT%H:%M")


def hidden(page: Any, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page.content.decode())
    assert found, f"no hidden {name}"
    return found[1]


def let_it_end(poll: Poll) -> None:
    """What the job does once the announced close has come."""
    with transaction.atomic():
        running.close_box_of(Poll.objects.get(id=poll.id))
    poll.refresh_from_db()


def start(client: Client, **changed: str) -> Poll:
    """A draft begun through the first step."""
    key = hidden(client.get(NEW), "key")
    words = {"key": key, "title": "Что построить?", "kind": "town", **changed}
    response = client.post(NEW, words)
    assert response.status_code == 302, response.content.decode()[:2000]
    return Poll.objects.get(slug=response["Location"].split("/")[3])


def question_form(client: Client, url: str, *texts: str, **changed: Any) -> dict[str, Any]:
    """The fields of a question's page with these options written into its empty rows."""
    page = client.get(url).content.decode()
    rows = re.findall(r'name="option" value="([^"]+)"', page)
    form: dict[str, Any] = {
        "id": re.findall(r'name="id" value="([^"]+)"', page)[0],
        "kind": re.findall(r'name="kind" value="([^"]+)"', page)[0],
        "text": "Какой сквер обновить?",
        "is_required": "on",
        "neutral": ["unsure", "experts", "against_all"],
        "option": rows,
    }
    for row, text in zip(rows, texts, strict=False):
        form[f"option-{row}-text"] = text
    return {**form, **changed}


def add_question(client: Client, poll: Poll, *texts: str, kind: str = "one", **changed: Any) -> str:
    """A question added through its page; returns its code."""
    url = f"/office/polls/{poll.slug}/questions/new/?kind={kind}"
    response = client.post(url, question_form(client, url, *texts, **changed))
    assert response.status_code == 302, response.content.decode()[:3000]
    return poll.questions.order_by("-position")[0].code


def schedule(client: Client, poll: Poll, opens: float = -0.01, closes: float = 5) -> Any:
    """The hours set through their step."""
    form = {
        "opens_at": moment(opens),
        "closes_at": moment(closes),
        "is_revisable": "yes",
        "results_shown": "after_close",
    }
    return client.post(f"/office/polls/{poll.slug}/hours/", form)


def ready(client: Client, **changed: str) -> Poll:
    """A draft with nothing missing."""
    poll = start(client, **changed)
    add_question(client, poll, "Сквер Мира", "Тихий залив")
    assert schedule(client, poll).status_code == 302
    return poll


def published(client: Client) -> Poll:
    """A poll that runs."""
    poll = ready(client)
    assert client.post(f"/office/polls/{poll.slug}/check/").status_code == 302
    assert client.post(f"/office/polls/{poll.slug}/approve/").status_code == 302
    poll.refresh_from_db()
    assert poll.state == "published"
    return poll
