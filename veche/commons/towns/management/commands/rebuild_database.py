"""`manage rebuild_database`: roles and rights around rows of a copy, for `veche restore`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from veche.commons.towns import provision


class Command(BaseCommand):
    help = "Восстанавливает роли и права вокруг таблиц из копии. Вызывается veche restore."

    stealth_options = ("admin_dsn", "owner_dsn", "prefix", "passwords", "load")

    def handle(self, *args: Any, **options: Any) -> None:
        admin, owner, prefix = options["admin_dsn"], options["owner_dsn"], options["prefix"]
        try:
            provision.prepare_cluster(admin, prefix, options["passwords"])
            options["load"]("shared", f"{prefix}_owner")
            provision.prepare_shared(owner, prefix)
            for town in provision.known_towns(owner):
                provision.create_town(admin, prefix=prefix, **town)
                slug = town["slug"]
                options["load"](f"t_{slug}", f"{prefix}_t_{slug}_owner")
                provision.grant_tables(slug, prefix)
        except provision.ProvisionError as error:
            raise CommandError(str(error)) from None
