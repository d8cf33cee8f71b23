"""The demo's accounts: all of them are there also when the first start was cut short."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

import pytest

from veche.commons.identity import demo
from veche.commons.identity import public as identity
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_feature, make_file


class Killed(BaseException):
    """The power went out."""


@pytest.mark.parametrize("done", [0, 4, 9])
def test_a_load_cut_short_is_made_whole_by_the_next(
    town: Any, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    district = make_feature(population=1000)
    places.import_outlines(places.Machine(), make_file(district))
    monkeypatch.setattr(demo, "RESIDENTS", 20)
    grant, left = identity.grant_role, iter(range(done))

    def grant_until_killed(*args: Any, **values: Any) -> Any:
        if next(left, None) is None:
            raise Killed
        return grant(*args, **values)

    with monkeypatch.context() as cut:
        cut.setattr(identity, "grant_role", grant_until_killed)
        with pytest.raises(Killed):
            demo.load(lambda _text: None)
    for _start in range(2):
        demo.load(lambda _text: None)
        for address, roles in demo.OFFICIALS.items():
            person_id = uuid5(demo.NAMESPACE, address)
            person = identity.person_by_id(person_id)
            assert person is not None, address
            assert person.roles == set(roles), address
            assert identity.masked_contact(person_id), address
        assert identity.masked_contact(uuid5(demo.NAMESPACE, "resident 0"))
