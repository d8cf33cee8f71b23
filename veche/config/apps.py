"""Brings the floors together once everything is loaded: manifests to the shell, consumers to events."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.conf import settings

from veche.config.domains import ENABLED
from veche.kernel import outbox
from veche.kernel.manifest import Manifest
from veche.portal import context


class HouseConfig(AppConfig):
    name = "veche.config"
    label = "house"

    def ready(self) -> None:
        commons = [f"veche.commons.{name}" for name in settings.COMMONS]
        found = [_manifest(name) for name in [*commons, *ENABLED]]
        manifests = [manifest for manifest in found if manifest is not None]
        context.use_manifests(manifests)
        for manifest in manifests:
            for kind, (name, consumer) in manifest.listens.items():
                outbox.listen(kind, name, consumer)


def _manifest(application: str) -> Manifest | None:
    for part in ("jobs", "manifest"):
        if find_spec(f"{application}.{part}") is not None:
            module = import_module(f"{application}.{part}")
    if find_spec(f"{application}.manifest") is None:
        return None
    manifest: Manifest = module.MANIFEST
    return manifest
