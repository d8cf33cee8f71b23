"""Naming a policy is asking it: whom the policy of a view refuses is turned away there."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client
from django.urls import resolve

from tests.attacks import addresses
from tests.attacks.furnishing import furnish
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.kernel.policies import Decision

Policy = Callable[[identity.PersonRef], Decision]
# Their refusal is a word on a page that everybody may open.
TOLD = {"channels:check-message"}


def policy_of(address: str) -> Policy | None:
    """The policy that the view of an address declares, when it is one of a person alone."""
    module, _, name = getattr(resolve(address).func, "access", "").rpartition(".")
    if not module:
        return None
    policy: Policy = getattr(importlib.import_module(module), name)
    return policy if len(inspect.signature(policy).parameters) == 1 else None


def declared() -> Iterator[tuple[str, Policy]]:
    """Addresses of things that are there, whose policy asks of the person alone."""
    plain = [route for route in addresses.templates() if not addresses.PART.search(route)]
    made = furnish("Тайна")
    for address in plain + [address for address, _nowhere in addresses.of(made)]:
        policy = policy_of(address)
        if policy is not None and resolve(address).view_name not in TOLD:
            yield address, policy


def test_whom_the_declared_policy_refuses_is_turned_away(town: Any) -> None:
    everybody = [make_person(roles=[role]) for role in identity.ROLES] + [make_person()]
    browsers = [(one, sign_in(Client(), one)) for one in everybody]
    browsers.append((identity.ANONYMOUS, Client()))
    tried: set[str] = set()
    for address, policy in declared():
        # Officials first: the door of the office lets them in, so only the policy stops them.
        browser = next((one for person, one in browsers if not policy(person)), None)
        if browser is None:
            continue
        for ask in (browser.get, browser.post):
            status, _text = addresses.answer_of(ask, address)
            assert status in {302, 403, 404, 405}, (address, status)
            assert status != 302 or browser is browsers[-1][1], (address, policy.__qualname__)
        tried.add(policy.__qualname__)
    assert len(tried) > 12, tried
