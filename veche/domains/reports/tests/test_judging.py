"""What the town's moderation says of reports: taken down, back again, argued."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.files import public as files
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.moderation import public as moderation
from veche.commons.moderation.tests.makers import make_ban
from veche.domains.reports import jobs
from veche.domains.reports.actions import judging, moderating
from veche.domains.reports.models import CellCount, Report
from veche.domains.reports.queries import reading
from veche.domains.reports.rules import states
from veche.domains.reports.tests import makers
from veche.kernel.errors import Invalid
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("places_town")


def item_of(row: Report) -> Any:
    """What moderation knows of it."""
    return moderation.state_of(reading.SOURCE, [row.id]).get(row.id)


def press(client: Client, name: str, item_id: UUID, **given: str) -> None:
    """A form of the moderation, of one thing; a moderator's word stands only for what they read."""
    if name == "judge-thing":
        page = client.get(reverse("moderation:read-thing", args=[item_id])).content.decode()
        (given["version"],) = re.findall(r'name="version" value="(\d+)"', page)
    answer = client.post(reverse(f"moderation:{name}", args=[item_id]), given)
    assert answer.status_code == 302


def test_a_public_report_is_taken_down_and_put_back(client: Client, town: Any) -> None:
    author, reader = make_person(), make_person()
    row = makers.make_report(author, photos=[makers.upload(author)])
    jobs.blur_photo(str(row.photos.get().id))
    row = makers.passed(row)
    page = reverse("reports:read-report", args=[row.number])
    sign_in(client, reader)
    shown = client.get(page).content.decode()
    complain = reverse("moderation:complain", args=[reading.SOURCE, row.id])
    assert complain in shown
    assert client.post(complain, {"reason": "abuse"}).status_code == 200

    moderator = makers.role("moderator")
    sign_in(client, moderator)
    item_id = item_of(row).item_id
    there = reverse("moderation:read-thing", args=[item_id])
    assert there in client.get(reverse("reports:open-case", args=[row.number])).content.decode()
    press(client, "judge-thing", item_id, decision="personal")
    row, photo = makers.fresh(row), row.photos.get()
    assert (row.state, row.stage) == (states.COORDINATION, states.UNSEEN)
    assert not files.ref(photo.blurred_id).is_public  # type: ignore[union-attr, arg-type]
    assert not CellCount.objects.filter(number__gt=0).exists()
    sign_in(client, reader)
    assert client.get(page).status_code == 404
    sign_in(client, author)
    assert "снял сообщение с показа" in client.get(page).content.decode()

    sign_in(client, moderator)
    press(client, "take-back", item_id)
    assert makers.fresh(row).stage == states.OPEN
    assert files.ref(photo.blurred_id).is_public  # type: ignore[union-attr, arg-type]
    press(client, "judge-thing", item_id, decision="personal")
    assert client.post(reverse("moderation:settle-now")).status_code == 302
    verbs = [one.verb for one in row.steps.all()]
    assert (verbs.count("hide"), verbs.count("show")) == (2, 1)
    sign_in(client, author)
    assert complain not in client.get(page).content.decode()


def test_a_rejection_stands_in_the_log_and_is_argued(client: Client, town: Any) -> None:
    author, first = make_person(), makers.role("moderator")
    row = makers.make_report(author)
    moderating.reject_report(
        first, number=row.number, version=row.version, reason=states.SEASON, text="Весной"
    )
    log = client.get(reverse("moderation:read-log")).content.decode()
    assert "Не сезон" in log
    assert row.text not in log
    sign_in(client, author)
    page = client.get(reverse("reports:read-report", args=[row.number])).content.decode()
    argue = reverse("moderation:read-own-thing", args=[item_of(row).item_id])
    assert argue in page
    press(client, "read-own-thing", item_of(row).item_id, text="Сейчас весна")
    second = makers.role("moderator")
    (matter,) = moderation.waiting(second, 5)
    sign_in(client, second)
    assert client.post(matter.url, {"verdict": "back", "answer": "Правда"}).status_code == 302
    row = makers.fresh(row)
    assert (row.state, row.stage, row.reason) == (states.COORDINATION, states.OPEN, "")


def test_what_a_ban_holds_comes_back_to_a_moderator(town: Any) -> None:
    make_ban(words=["обломки беспилотник"])
    row = makers.make_report(text="Во дворе обломки беспилотника")
    moderating.reject_report(
        makers.role("moderator"),
        number=row.number,
        version=row.version,
        reason=states.FORBIDDEN,
        text="",
    )
    judging.judge_report(report_id=row.id, judged=Judged(True))
    row, moderator = makers.fresh(row), makers.role("moderator")
    assert (row.state, row.stage) == (states.MODERATION, states.UNSEEN)
    with pytest.raises(Invalid):
        moderating.pass_report(moderator, number=row.number, version=row.version)
    moderating.pass_report(moderator, number=row.number, version=row.version, is_lawful=True)
    assert makers.fresh(row).stage == states.OPEN


def test_what_is_its_authors_alone_is_nobodys_to_complain_of(town: Any) -> None:
    hidden = makers.passed(makers.make_report(make_person(level=3), category="safety.corruption"))
    assert item_of(hidden) is None
    twin, main = (makers.passed(makers.make_report()) for _number in range(2))
    moderating.merge_report(
        makers.role("moderator"), number=twin.number, version=twin.version, main=main.number
    )
    assert not item_of(twin).is_public
