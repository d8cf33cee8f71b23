"""`manage grant_role`: give somebody a role from the command line; how the first admin is made."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.identity import public
from veche.commons.identity.contacts import BadContact
from veche.commons.identity.forms import CONTACT_ERRORS
from veche.commons.towns import public as towns
from veche.kernel.errors import Problem


class Command(BaseCommand):
    help = "Даёт роль человеку по его телефону или почте. Учётная запись появится, если её нет."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--town", required=True, help="короткое имя города")
        parser.add_argument("--contact", required=True, help="телефон или почта")
        parser.add_argument("--role", required=True, choices=public.ROLES)
        parser.add_argument("--act", required=True, help="документ, которым дана роль")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with towns.enter(options["town"]), transaction.atomic():
                person_id = public.ensure_contact(options["contact"])
                public.grant_role(person_id, options["role"], act=options["act"])
        except BadContact as error:
            raise CommandError(str(CONTACT_ERRORS[error.code])) from None
        except Problem as problem:
            raise CommandError(problem.words) from None
        self.stdout.write(_("Готово. Войти можно этим же телефоном или почтой."))
