"""Pages as a browser without scripts sees them."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.commitments import actions, api, public, queries, rules
from veche.commons.commitments.models import Commitment, PublicClock, Stage
from veche.commons.commitments.tests.makers import (
    APPROVING,
    AUTHORING,
    CLERK,
    RESIDENT,
    VISITOR,
    again,
    make_commitment,
    make_decided,
    make_done,
    make_in_work,
    soon,
    start_clock,
)
from veche.commons.files import public as files
from veche.commons.files.tests.makers import kept_files, photo
from veche.commons.identity.public import PersonRef
from veche.kernel.errors import Invalid, NotFound

As = Callable[[PersonRef], Client]
ANSWER = {
    "body_name": "Управление благоустройства",
    "responsible_post": "Начальник",
    "responsible_name": "Иванова М. П.",
}


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch, town: Any, settings: Any, tmp_path: Path) -> As:
    settings.MEDIA_ROOT = tmp_path

    def sign_in(person: PersonRef) -> Client:
        monkeypatch.setattr("veche.commons.identity.sessions.person_of", lambda request: person)
        return Client()

    return sign_in


def text(response: Any) -> str:
    found = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", found.replace("\u00a0", " "))


def verb(name: str, made: rules.Commitment, *more: Any) -> str:
    return reverse(f"commitments:{name}", args=[made.slug, *more])


def decision_form(**changes: Any) -> dict[str, Any]:
    return {
        "decision": "Благоустроим сквер Мира",
        "due_on": soon(60).isoformat(),
        **ANSWER,
        "act_kind": "постановление",
        "act_number": "114-п",
        "act_on": soon(-1).isoformat(),
        "indicator_name": "Доля освещённых улиц",
        "indicator_unit": "%",
        "indicator_start": "52,5",
        "indicator_goal": "70",
        "indicator_by": soon(300).isoformat(),
    } | changes


def test_everyone_reads_the_list(signed_in: As) -> None:
    client = signed_in(VISITOR)
    assert "Решений пока нет" in text(client.get("/decisions/"))
    start_clock()
    make_commitment(title="Опоздавший вопрос", decide_by=soon(-3))
    make_done()
    page = text(client.get("/decisions/"))
    assert "Опоздавший вопрос" in page
    assert "Решение опаздывает на 3" in page
    late = text(client.get("/decisions/?show=late"))
    assert "Опоздавший вопрос" in late
    assert "Какое место" not in late
    assert client.get("/decisions/?show=nothing").status_code == 200


@pytest.mark.parametrize("token", ["x", "W10", "ey", "WzEsMl0", "A" * 5000, "%00"])
def test_a_forged_page_token_is_refused_politely(signed_in: As, token: str) -> None:
    assert signed_in(VISITOR).get("/decisions/", {"after": token}).status_code == 422


def test_the_list_goes_on_page_after_page(signed_in: As) -> None:
    for number in range(45):
        make_commitment(title=f"Вопрос {number:02}")
    client = signed_in(VISITOR)
    address: str | None = "/decisions/"
    found: list[str] = []
    while address:
        page = client.get(address).content.decode()
        found += re.findall(r"Вопрос \d\d", page)
        match = re.search(r'hx-get="([^"]*after=[^"]*)"', page)
        address = match[1].replace("&amp;", "&") if match else None
    assert sorted(found) == [f"Вопрос {number:02}" for number in range(45)]
    part = client.get("/decisions/?show=all&after=", headers={"HX-Request": "true"})
    assert part.status_code == 200


@pytest.mark.parametrize("make", [make_commitment, make_decided, make_in_work, make_done])
def test_everyone_reads_each_state(signed_in: As, make: Any) -> None:
    made = make()
    response = signed_in(VISITOR).get(made.url)
    assert response.status_code == 200
    page = text(response)
    assert made.source_title in page
    if made.decided_at:
        assert "Иванова Мария Петровна" in page
        assert "постановление администрации № 114-п" in page
        assert "Доля освещённых улиц" in page
    assert "Вести это решение" not in page


def test_a_page_costs_the_same_with_many_stages(signed_in: As) -> None:
    made = make_in_work()
    client = signed_in(RESIDENT)
    client.get(made.url)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(made.url)
        return len(queries)

    before = cost()
    for number in range(10):
        actions.add_stage(
            AUTHORING, commitment_id=made.id, title=f"Этап {number}", planned_on=soon(20)
        )
    assert cost() == before <= 12


def test_what_officials_write_is_escaped(signed_in: As) -> None:
    evil = "<script>alert(1)</script>"
    made = make_commitment(title=evil)
    client = signed_in(APPROVING)
    client.post(verb("record-decision", made), decision_form(decision=evil, body_name=evil))
    for path in (made.url, "/decisions/", verb("manage-commitment", made), "/office/decisions/"):
        assert evil not in client.get(path).content.decode(), path


def test_an_act_must_not_lead_to_a_script(signed_in: As) -> None:
    made = make_commitment()
    response = signed_in(APPROVING).post(
        verb("record-decision", made), decision_form(act_url="javascript:alert(1)")
    )
    assert response.status_code == 422
    assert again(made).state == rules.OWED


def test_an_official_leads_a_decision_to_its_end(signed_in: As) -> None:
    made = make_commitment()
    client = signed_in(APPROVING)
    assert "Записать решение" in text(client.get(verb("manage-commitment", made)))
    assert client.get(verb("record-decision", made)).status_code == 200
    assert client.post(verb("record-decision", made), decision_form()).status_code == 302
    upload = SimpleUploadedFile("before.jpg", photo((900, 600)), "image/jpeg")
    form: dict[str, Any]
    form = {"title": "Дорожки", "planned_on": soon(9).isoformat()}
    assert client.post(verb("add-stage", made), form | {"photo": upload}).status_code == 302
    (stage,) = again(made).stages
    upload = SimpleUploadedFile("after.png", photo((900, 600), "PNG"), "image/png")
    form = {"done_on": soon(0).isoformat(), "note": "Плитка", "photo": upload}
    assert client.post(verb("complete-stage", made, stage.id), form).status_code == 302
    form = {"new_due_on": soon(90).isoformat(), "reason": "Дожди"}
    assert client.post(verb("change-due", made), form).status_code == 302
    form = {"outcome": "Сквер открыт", "indicator_now": "63,25"}
    assert client.post(verb("finish-commitment", made), form).status_code == 302
    done = again(made)
    assert done.state == rules.DONE
    assert done.indicator is not None
    assert str(done.indicator.now) == "63.250"
    page = signed_in(VISITOR).get(made.url)
    for expected in ("Сквер открыт", "Дожди", "Плитка", "Было", "Стало", "63,25"):
        assert expected in text(page), expected
    (stage,) = done.stages
    for photo_id in (stage.photo_before_id, stage.photo_after_id):
        assert f"/files/{photo_id}/800.webp" in page.content.decode()
        assert client.get(f"/files/{photo_id}/800.webp").status_code == 200


def test_a_photo_is_drawn_before_anything_is_locked(
    signed_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_decided()
    client = signed_in(AUTHORING)
    depth, depths = len(connection.savepoint_ids), []

    def save_photo(*args: Any, **kwargs: Any) -> files.FileRef:
        depths.append(len(connection.savepoint_ids))
        return saved(*args, **kwargs)

    saved = files.save_photo
    monkeypatch.setattr(files, "save_photo", save_photo)
    form = {"title": "Дорожки", "planned_on": soon(9).isoformat()}
    upload = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    assert client.post(verb("add-stage", made), form | {"photo": upload}).status_code == 302
    assert depths == [depth]


def test_a_photo_of_a_refused_stage_hangs_on_nothing(
    signed_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "STAGES_MAX", 0)
    upload = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    form = {"title": "Дорожки", "planned_on": soon(9).isoformat()}
    refused = signed_in(AUTHORING).post(verb("add-stage", make_decided()), form | {"photo": upload})
    assert refused.status_code == 422
    assert kept_files() == [""], "what hangs on nothing is swept by files"


def test_a_decision_is_recorded_once(signed_in: As) -> None:
    made = make_commitment()
    client = signed_in(APPROVING)
    assert client.post(verb("record-decision", made), decision_form()).status_code == 302
    late = client.post(verb("record-decision", made), decision_form())
    assert late.status_code == 403
    assert "уже записано" in text(late)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"decision": ""}, "Что решили"),
        ({"decision": "\u200b\u200b"}, "Что решили"),
        ({"decision": "я" * 10_000}, "Что решили"),
        ({"due_on": "2020-01-01"}, "Укажите сегодняшний день или позже"),
        ({"due_on": "когда-нибудь"}, "Сделаем до"),
        ({"indicator_goal": ""}, "Заполните все поля показателя"),
        ({"indicator_goal": "много"}, "Должно стать"),
        ({"indicator_goal": "NaN"}, "Должно стать"),
    ],
)
def test_a_faulty_decision_says_what_to_mend(
    signed_in: As, changes: dict[str, str], words: str
) -> None:
    made = make_commitment()
    response = signed_in(APPROVING).post(verb("record-decision", made), decision_form(**changes))
    assert response.status_code == 422
    assert words.lower() in text(response).lower()
    assert again(made).state == rules.OWED
    if "decision" not in changes:
        assert "Благоустроим сквер Мира" in text(response)


def test_invisible_characters_are_dropped(signed_in: As) -> None:
    made = make_commitment()
    form = decision_form(responsible_name="Ива\u200bно\u202eва \ufeffМ. П.")
    signed_in(APPROVING).post(verb("record-decision", made), form)
    assert again(made).answerable.person_name == "Иванова М. П."


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<svg onload=alert(1)>", "SVG"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"),
        (b"nothing", "не удалось открыть"),
    ],
)
def test_a_photo_that_does_not_fit_is_told_beside_the_form(
    signed_in: As, body: bytes, words: str
) -> None:
    made = make_decided()
    form = {
        "title": "Дорожки у пруда",
        "planned_on": soon(9).isoformat(),
        "photo": SimpleUploadedFile("a.jpg", body, "image/jpeg"),
    }
    response = signed_in(AUTHORING).post(verb("add-stage", made), form)
    assert response.status_code == 422
    assert words in text(response)
    assert "Дорожки у пруда" in response.content.decode()
    assert not Stage.objects.exists()


OFFICE = ["record-decision", "add-stage", "change-due", "decline-commitment", "finish-commitment"]


@pytest.mark.parametrize("person", [CLERK, RESIDENT, VISITOR])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_office_is_closed_to_everyone_else(
    signed_in: As, person: PersonRef, method: str
) -> None:
    made = make_in_work()
    client = signed_in(person)
    paths = [verb(name, made) for name in OFFICE]
    paths.append(verb("complete-stage", made, made.stages[0].id))
    if method == "get":
        paths += ["/office/decisions/", verb("manage-commitment", made)]
    for path in paths:
        response = getattr(client, method)(path, {"reason": "x", "outcome": "x"})
        if (person, method) == (VISITOR, "get"):
            assert response["Location"].startswith("/sign-in/"), path
            continue
        assert response.status_code == 403, path
        assert "Эта страница для сотрудников" in text(response)
    assert again(made) == made


def test_ids_of_others_open_nothing(signed_in: As) -> None:
    made, other = make_in_work(), make_in_work()
    client = signed_in(APPROVING)
    for stage_id in (other.stages[0].id, uuid.uuid4()):
        for method in (client.get, client.post):
            assert method(verb("complete-stage", made, stage_id)).status_code == 404
    for name in ("read-decision", "manage-commitment", *OFFICE, "rate-outcome"):
        path = reverse(f"commitments:{name}", args=["nnnnnnnnnn"])
        answer = client.post(path, {"stars": 5}) if name == "rate-outcome" else client.get(path)
        assert answer.status_code == 404, name


def test_residents_rate_and_change_their_minds(signed_in: As) -> None:
    made = make_done()
    client = signed_in(RESIDENT)
    assert "Поставить оценку" in text(client.get(made.url))
    for stars in (2, 2, 5):
        response = client.post(verb("rate-outcome", made), {"stars": stars})
        assert response["Location"] == f"{made.url}#rating"
    assert again(made).rating.counts == (0, 0, 0, 0, 1)
    page = client.get(made.url)
    assert "Изменить оценку" in text(page)
    assert re.search(r'value="5" checked', page.content.decode())
    for bad in ("", "0", "6", "пять", "5; DROP"):
        assert client.post(verb("rate-outcome", made), {"stars": bad}).status_code == 422
    assert client.get(verb("rate-outcome", made)).status_code == 405


def test_visitors_are_led_to_sign_in(signed_in: As) -> None:
    made = make_done()
    client = signed_in(VISITOR)
    page = client.get(made.url)
    assert "Войти и оценить" in text(page)
    assert f"next=%2Fdecisions%2F{made.slug}%2F" in page.content.decode()
    assert client.post(verb("rate-outcome", made), {"stars": 5}).status_code == 403
    assert again(made).rating.total == 0


def test_a_forged_form_is_refused(signed_in: As) -> None:
    made = make_done()
    signed_in(RESIDENT)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(verb("rate-outcome", made), {"stars": 5}).status_code == 403
    signed_in(APPROVING)
    assert strict.post(verb("change-due", made), {}).status_code == 403


def test_api_says_the_same_as_the_page(signed_in: As) -> None:
    made = make_done()
    found = api.commitment(made.slug)
    assert found["id"] == made.slug
    assert found["responsible"]["name"] == "Иванова Мария Петровна"
    assert found["indicator"] == {
        "name": "Доля освещённых улиц",
        "unit": "%",
        "from": "52.000",
        "to": "70.000",
        "now": "61.000",
        "by": soon(300).isoformat(),
    }
    listed = public.list_page("done").items
    assert api.commitments_page("done")["items"] == [
        api.as_json(item, public.today(), queries.smallest_group()) for item in listed
    ]
    assert str(made.id) not in str(found)
    with pytest.raises(NotFound):
        api.commitment("nnnnnnnnnn")
    with pytest.raises(Invalid):
        api.commitments_page("everything")


def test_lateness_is_plain_on_the_page(signed_in: As) -> None:
    start_clock()
    made = make_decided()
    Commitment.objects.filter(id=made.id).update(due_on=soon(-2), deadline_on=soon(-2))
    page = text(signed_in(VISITOR).get(made.url))
    assert "Работа опаздывает на 2" in page


def test_lateness_is_no_ones_business_until_the_town_says_so(signed_in: As) -> None:
    made = make_commitment(title="Опоздавший вопрос", decide_by=soon(-3))
    work = make_decided(title="Опоздавшая работа")
    Commitment.objects.filter(id=work.id).update(due_on=soon(-2), deadline_on=soon(-2))
    client = signed_in(VISITOR)
    for address in ("/decisions/", made.url, work.url, "/decisions/?show=late"):
        page = text(client.get(address))
        assert "Опоздавш" in page
        assert "опаздывает" not in page.lower().replace("кто опаздывает", "")
        assert not re.search("прош[её]?л", page)
    assert client.get(f"/api/v1{made.url.rstrip('/')}").json()["days_late"] == 0
    official = signed_in(APPROVING)
    office = text(official.get("/office/decisions/"))
    assert "опаздывает на 3" in office
    assert "публичный счёт сроков не включён" in office


def clock_form(**changes: str) -> dict[str, str]:
    return {
        "is_on": "on",
        "starts_on": soon(0).isoformat(),
        "act_title": "постановление администрации",
        "act_number": "3-п",
        "act_on": soon(-5).isoformat(),
        **changes,
    }


def test_the_clock_is_switched_by_a_dated_decision(signed_in: As) -> None:
    made = make_commitment(decide_by=soon(-3))
    official = signed_in(APPROVING)
    page = "/office/decisions/clock/"
    assert official.post(page, clock_form(act_number="")).status_code == 422
    assert not PublicClock.objects.exists()
    assert official.post(page, clock_form()).status_code == 302
    assert PublicClock.objects.count() == 1
    assert "опаздывает на 3" in text(signed_in(VISITOR).get(made.url))
    assert "Опоздания считаются вслух" in text(signed_in(VISITOR).get("/decisions/"))
    assert signed_in(APPROVING).post(page, clock_form(is_on="off")).status_code == 302
    assert "опаздывает" not in text(signed_in(VISITOR).get(made.url))


def test_an_administrator_sets_the_clock_and_stays_on_its_page(signed_in: As) -> None:
    """They manage no decisions, so the desk of decisions would turn them away."""
    admin = signed_in(PersonRef(id=uuid.uuid4(), level=2, roles=frozenset({"admin"})))
    page = "/office/decisions/clock/"
    assert '/office/decisions/"' not in admin.get(page).content.decode()
    answer = admin.post(page, clock_form(), follow=True)
    assert "Решение записано" in text(answer)
    assert admin.get("/office/decisions/").status_code == 403


def test_a_clock_of_tomorrow_is_still_silent(signed_in: As) -> None:
    made = make_commitment(decide_by=soon(-3))
    start_clock(days=2)
    assert "опаздывает" not in text(signed_in(VISITOR).get(made.url))


@pytest.mark.parametrize("person", [VISITOR, RESIDENT, CLERK, AUTHORING])
def test_others_do_not_touch_the_clock(signed_in: As, person: PersonRef) -> None:
    client = signed_in(person)
    assert client.get("/office/decisions/clock/").status_code == (403 if person.is_known else 302)
    assert client.post("/office/decisions/clock/", clock_form()).status_code == 403
    assert not PublicClock.objects.exists()
