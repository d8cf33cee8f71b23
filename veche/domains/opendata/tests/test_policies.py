"""Who may do what: one grant and two denials of each."""

from __future__ import annotations

from uuid import uuid4

import pytest

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.domains.opendata import policies
from veche.domains.opendata.models import Version
from veche.domains.opendata.rules import stages
from veche.domains.opendata.tests import makers
from veche.kernel import clock


def person(*roles: str) -> PersonRef:
    """Somebody known with the roles given."""
    return PersonRef(id=uuid4(), roles=frozenset(roles))


def version(state: str) -> Version:
    return Version(state=state, own_id=uuid4(), code="schools", number=1)


@pytest.mark.parametrize("may", [policies.may_work_on_sets, policies.may_upload_set])
def test_officials_work_on_sets(may: object) -> None:
    assert callable(may)
    assert may(person("author"))
    assert may(person("approver"))
    assert not may(person())
    assert not may(ANONYMOUS)


def test_who_names_the_publisher() -> None:
    assert policies.may_name_publisher(person("approver"))
    assert not policies.may_name_publisher(person("author"))
    assert not policies.may_name_publisher(ANONYMOUS)


def test_a_version_is_changed_until_it_is_public() -> None:
    assert policies.may_change_version(person("author"), version(stages.READY))
    assert not policies.may_change_version(person("author"), version(stages.PUBLISHED))
    assert not policies.may_change_version(person(), version(stages.DRAFT))


def test_a_passport_is_changed_by_who_approves_once_it_was_public(town: object) -> None:
    makers.open_service()
    own = makers.upload().own
    assert own is not None
    assert policies.may_change_set(person("author"), own)
    assert not policies.may_change_set(person(), own)
    assert not policies.may_change_set(ANONYMOUS, own)
    own.versions.update(state=stages.WITHDRAWN, published_at=clock.now(), withdrawn_reason="Ошибка")
    assert not policies.may_change_set(person("author"), own)
    assert policies.may_change_set(person("approver"), own)


def test_a_version_is_published_without_faults_by_who_approves(town: object) -> None:
    assert policies.may_publish_version(person("approver"), version(stages.READY))
    assert not policies.may_publish_version(person("approver"), version(stages.DRAFT))
    assert not policies.may_publish_version(person("author"), version(stages.READY))
    assert not policies.may_publish_version(ANONYMOUS, version(stages.READY))


def test_no_version_overtakes_a_newer_one(town: object) -> None:
    makers.open_service()
    older = makers.settle(makers.upload())
    newer = Version(code="schools", own=older.own, number=2, made_at=clock.now())
    newer.state, newer.published_at = stages.PUBLISHED, clock.now()
    newer.save()
    assert policies.may_publish_version(person("approver"), older).code == "overtaken"
    # What was newer and is taken back stands in nobody's way.
    Version.objects.filter(number=2).update(state=stages.WITHDRAWN, withdrawn_reason="Ошибка")
    assert policies.may_publish_version(person("approver"), older)


def test_what_is_public_is_withdrawn_by_who_approves() -> None:
    assert policies.may_withdraw_version(person("approver"), version(stages.PUBLISHED))
    assert not policies.may_withdraw_version(person("author"), version(stages.PUBLISHED))
    assert not policies.may_withdraw_version(person("approver"), version(stages.READY))
    assert not policies.may_withdraw_version(ANONYMOUS, version(stages.PUBLISHED))
    kept = Version(state=stages.PUBLISHED, own_id=None)
    assert policies.may_withdraw_version(person("approver"), kept)
    assert not policies.may_withdraw_version(person("author"), kept)
