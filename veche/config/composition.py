"""Brings the floors together: manifests to the shell, consumers to events."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.conf import settings

from veche.commons.audit import public as audit
from veche.commons.commitments import public as commitments
from veche.commons.datasets import public as datasets
from veche.commons.discussion import public as discussion
from veche.commons.documents import public as documents
from veche.commons.hall import public as hall
from veche.commons.identity import public as identity
from veche.commons.matching import public as matching
from veche.commons.moderation import public as moderation
from veche.commons.notifications import public as notifications
from veche.commons.places import public as places
from veche.commons.points import public as points
from veche.commons.privacy import public as privacy
from veche.commons.webhooks import public as webhooks
from veche.commons.workload import public as workload
from veche.config.domains import CONNECTED, ENABLED
from veche.kernel import outbox
from veche.kernel.manifest import Manifest
from veche.portal import context


def compose() -> None:
    """Called once, when every application is loaded."""
    commons = [f"veche.commons.{name}" for name in settings.COMMONS]
    found = [_manifest(name) for name in [*commons, *ENABLED]]
    manifests = [manifest for manifest in found if manifest is not None]
    context.use_manifests(manifests)
    services = [
        hall.Switchable(one.slug, one.title, one.icon, module, one.starts_off)
        for one, module in ((_manifest(module), module) for module in ENABLED)
        if one is not None
    ]
    hall.use_services(services)
    switched = {one.slug for one in services}
    identity.use_me_sections(
        [
            identity.MeSection(
                one.slug,
                one.me_template,
                _where_open(one.slug, one.me) if one.slug in switched else one.me,
            )
            for one in manifests
            if one.me is not None
        ]
    )
    identity.use_exports(
        {manifest.slug: manifest.export for manifest in manifests if manifest.export is not None}
    )
    identity.use_askers(
        [
            _where_open(one.slug, one.asks) if one.slug in switched else one.asks
            for one in manifests
            if one.asks is not None
        ]
    )
    identity.use_consent_page(privacy.consent_page)
    identity.use_counter_consent(privacy.COUNTER_CONSENT)
    privacy.use_retained([one for manifest in manifests for one in manifest.retained])
    documents.use_kinds([kind for manifest in manifests for kind in manifest.documents])
    audit.use_acts({kind: act for one in manifests for kind, act in one.acts.items()})
    workload.use_duties([duty for manifest in manifests for duty in manifest.duties.items()])
    identity.use_joiners([manifest.join for manifest in manifests if manifest.join is not None])
    moderation.use_moderated([kind for manifest in manifests for kind in manifest.moderated])
    moderation.use_themes([one.themes for one in manifests if one.themes is not None])
    discussion.use_discussed(
        [
            replace(kind, find=_found_openly(manifest.slug, kind.find))
            if manifest.slug in switched
            else kind
            for manifest in manifests
            for kind in manifest.discussed
        ]
    )
    _open_data(manifests, switched)
    _foresee(manifests, switched)
    _owe(manifests, switched)
    _gather(manifests)
    _reward(manifests, switched)
    _announce(manifests, switched)
    _notify(manifests, switched)
    for manifest in manifests:
        for kind, (name, consumer) in manifest.listens.items():
            outbox.listen(kind, name, consumer)
    for bridge in CONNECTED:
        import_module(f"veche.bridges.{bridge}").connect()


def _open_data(manifests: Sequence[Manifest], switched: Set[str]) -> None:
    """Public tables of all services; those of a service that a visitor would not find are away."""
    datasets.use_sets(
        [
            datasets.Known(
                told,
                one.slug,
                one.title,
                _openly(one.slug, lambda: True, nothing=False)
                if one.slug in switched
                else lambda: True,
            )
            for one in manifests
            for told in one.datasets
        ]
    )


def _reward(manifests: Sequence[Manifest], switched: Set[str]) -> None:
    """What services call taking part is paid, once the service itself is open to everyone."""
    deeds = [(manifest.slug, one) for manifest in manifests for one in manifest.deeds]
    points.use_deeds([one for _slug, one in deeds])
    for slug, one in deeds:
        note = partial(points.note_deed, one.code)
        hear = _heard_openly(slug, note) if slug in switched else _heard(note)
        for event in one.events:
            outbox.listen(event, f"points.note {one.code}", hear)


def _heard(note: Callable[[Any], None]) -> Callable[[dict[str, Any], UUID], None]:
    """A listener that needs no id of the event: a deed has its own cause."""
    return lambda payload, _event_id: note(payload)


def _heard_openly(slug: str, note: Callable[[Any], None]) -> Callable[[dict[str, Any], UUID], None]:
    """The same, while a visitor would find the service."""
    return lambda payload, _event_id: (
        note(payload) if hall.is_open_to(identity.ANONYMOUS, slug) else None
    )


def _announce(manifests: Sequence[Manifest], switched: Set[str]) -> None:
    """What services tell everyone goes out, once the service itself is open to everyone."""
    told = [
        replace(one, tell=_told_openly(manifest.slug, one.tell))
        if manifest.slug in switched
        else one
        for manifest in manifests
        for one in manifest.announces
    ]
    webhooks.use_announcements(told)
    for one in told:
        outbox.listen(one.kind, "webhooks.announce", partial(webhooks.announce, one.kind))


def _notify(manifests: Sequence[Manifest], switched: Set[str]) -> None:
    """What services tell reaches those who follow, once the service itself is open to everyone."""
    told = [
        (
            manifest.title,
            [
                replace(one, tell=_told_openly(manifest.slug, one.tell))
                if manifest.slug in switched
                else one
                for one in manifest.notices
            ],
        )
        for manifest in manifests
    ]
    notifications.use_notices(told)
    notifications.use_topics(
        [
            replace(one, find=_found_openly(manifest.slug, one.find))
            if manifest.slug in switched
            else one
            for manifest in manifests
            for one in manifest.topics
        ]
    )
    for event in notifications.kinds():
        outbox.listen(event, "notifications.tell", partial(notifications.tell, event))


def _told_openly(slug: str, tell: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Nothing, while a visitor would not find the service."""
    return lambda payload: tell(payload) if hall.is_open_to(identity.ANONYMOUS, slug) else None


def _found_openly(slug: str, find: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Nothing is followed or discussed while a visitor would not find the service."""
    return lambda one: find(one) if hall.is_open_to(identity.ANONYMOUS, slug) else None


def _openly(slug: str, find: Callable[..., Any], nothing: Any = ()) -> Callable[..., Any]:
    """Nothing comes from a service that a visitor would not find."""
    return lambda *asked: find(*asked) if hall.is_open_to(identity.ANONYMOUS, slug) else nothing


def _foresee(manifests: Sequence[Manifest], switched: Set[str]) -> None:
    """What is known of a place before somebody reports it, of all services that are open."""
    places.use_foresights(
        [
            _openly(manifest.slug, manifest.foresight.find)
            if manifest.slug in switched
            else manifest.foresight.find
            for manifest in manifests
            if manifest.foresight is not None
        ]
    )


def _owe(manifests: Sequence[Manifest], switched: Set[str]) -> None:
    """What the town owes people by a day, of all services that are open."""
    owed = [(one.slug, one.owed) for one in manifests if one.owed is not None]
    commitments.use_owed(
        [
            replace(
                one,
                late=_openly(slug, one.late),
                promised=_openly(slug, one.promised, (0, ())) if one.promised is not None else None,
            )
            if slug in switched
            else one
            for slug, one in owed
        ]
    )


def _gather(manifests: Sequence[Manifest]) -> None:
    """Who calls people together, and because of what; nobody is called to a closed service."""
    matching.use_gatherings(
        [
            replace(
                one.gatherings,
                coming=_openly(one.slug, one.gatherings.coming),
                done=_openly(one.slug, one.gatherings.done),
                grown=_openly(one.slug, one.gatherings.grown),
                begin_url=_begun_openly(one.slug, one.gatherings.begin_url),
            )
            for one in manifests
            if one.gatherings is not None
        ]
    )
    matching.use_sources(
        {
            kind: _found_for(one.slug, find)
            for one in manifests
            for kind, find in one.sources.items()
        }
    )


def _begun_openly(slug: str, url: Callable[[str], str]) -> Callable[[str], str]:
    return lambda source: url(source) if hall.is_open_to(identity.ANONYMOUS, slug) else ""


def _found_for(slug: str, find: Callable[..., Any]) -> Callable[..., Any]:
    """Nobody is called because of what a visitor would not find."""
    return lambda person, one: (
        find(person, one) if hall.is_open_to(identity.ANONYMOUS, slug) else None
    )


def _where_open(slug: str, part: Callable[..., Any]) -> Callable[..., Any]:
    """A service's part of «Я» and of its questions, for those to whom the service is open."""
    return lambda person, *told: part(person, *told) if hall.is_open_to(person, slug) else None


def _manifest(application: str) -> Manifest | None:
    """The application's manifest, and with it the jobs it registers."""
    if find_spec(f"{application}.jobs") is not None:
        import_module(f"{application}.jobs")
    if find_spec(f"{application}.manifest") is None:
        return None
    manifest: Manifest = import_module(f"{application}.manifest").MANIFEST
    return manifest
