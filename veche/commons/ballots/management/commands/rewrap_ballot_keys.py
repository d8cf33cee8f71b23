"""`manage rewrap_ballot_keys`: after a leak of the signer's folder, in all towns."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from veche.commons.ballots import public
from veche.commons.towns import public as towns


class Command(BaseCommand):
    help = "Перешифровывает ключи тайных голосований и уничтожает прежние ключи их папки."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for slug in towns.slugs():
            with towns.enter(slug):
                done += public.rewrap_secret_keys()
        self.stdout.write(_("Перешифровано ключей: %(number)s.") % {"number": done})
