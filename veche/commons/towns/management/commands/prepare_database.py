"""`manage prepare_database`: roles, schemas and migrations, as the administrator and the owner."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from veche.commons.towns import provision


class Command(BaseCommand):
    help = "Готовит базу: роли, схемы городов, миграции. Запускается от имени владельца базы."

    stealth_options = (
        "admin_dsn",
        "owner_dsn",
        "prefix",
        "passwords",
        "towns",
        "log",
        "only_before",
    )

    def handle(self, *args: Any, **options: Any) -> None:
        admin, prefix = options["admin_dsn"], options["prefix"]
        try:
            provision.prepare_cluster(admin, prefix, options["passwords"])
            provision.prepare_shared(options["owner_dsn"], prefix)
            for town in options["towns"]:
                provision.create_town(admin, prefix=prefix, **town)
            provision.migrate_towns(prefix, options["log"], only_before=options["only_before"])
        except provision.ProvisionError as error:
            raise CommandError(str(error)) from None
