"""Keys for programs: made once, shown once, proved at each request."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import policies, queries, vault
from veche.commons.identity.actions.declaring import data_key, person_lock
from veche.commons.identity.actions.sign_ins import today
from veche.commons.identity.models import ApiToken, Person
from veche.commons.identity.rules import tokens
from veche.commons.identity.rules.persons import PersonRef
from veche.commons.norms import public as norms
from veche.kernel import crypto, idempotency, limits, locks, text
from veche.kernel.errors import Conflict, Invalid, NotFound, Unauthorized

TOKENS_MAX = 20
NAME_LENGTH = 60
ASKS_PER_TOKEN = (1200, 600)
BAD_TRIES_PER_CLIENT = (60, 600)
USUAL_DAYS, MOST_DAYS = "identity.token_days_usual", "identity.token_days_max"
_NOBODYS = bytes(32)


@dataclass(frozen=True)
class MadeToken:
    """A key that has just been made; `text` is "" when the same form came again."""

    id: UUID
    text: str


@dataclass(frozen=True)
class Grant:
    """Who a proved key speaks for, and what it is good for."""

    token_id: UUID
    person: PersonRef
    scopes: tuple[str, ...]
    ends_on: date


class BadToken(Unauthorized):
    """The key proves nothing; whether there was ever such a key is not said."""

    def __init__(self) -> None:
        super().__init__(
            _("Ключ не подходит"),
            advice=_("Проверьте, что он вставлен целиком, не отозван и не кончился."),
            asks='error="invalid_token"',
            code="bad-token",
        )


def usual_days() -> int:
    """How many days a key works unless its owner says otherwise."""
    return norms.value(USUAL_DAYS, today()).value


def most_days() -> int:
    """How many days a key may work at most."""
    return norms.value(MOST_DAYS, today()).value


def make_token(
    person: PersonRef,
    *,
    name: str,
    scopes: list[str],
    ends_on: date,
    key: str,
    is_fresh: bool,
) -> MadeToken:
    """A key for a program. Its text leaves here and is kept nowhere; Refused, Invalid, Conflict."""
    policies.may_make_token(person, is_fresh=is_fresh).or_refuse()
    person_id = person.known_id
    chosen, plain = _checked(name, scopes, ends_on)
    made = tokens.new_token()
    shown: list[str] = []

    def make() -> str:
        locks.take(exclusive=[person_lock(person_id)])
        if not Person.objects.filter(id=person_id, is_active=True).exists():
            raise NotFound()
        _require_room(person_id)
        row = ApiToken.objects.create(
            person_id=person_id,
            handle=made.handle,
            mac=_mac(made.whole),
            sealed_name=vault.seal(data_key(person_id), person_id, vault.TOKEN_NAME, plain),
            scopes=list(chosen),
            added_on=today(),
            ends_on=ends_on,
        )
        audit.record("identity.token_made", person_id, person_id, token=row.id)
        shown.append(made.whole)
        return str(row.id)

    # Only what cannot be guessed back goes into the digest: the name is the owner's own word.
    told = json.dumps([crypto.mac("token name", plain.encode()).hex(), chosen, str(ends_on)])
    token_id = idempotency.answer_once(f"person:{person_id}", key, told.encode(), make)
    return MadeToken(UUID(token_id), "".join(shown))


def revoke_token(person: PersonRef, token_id: UUID) -> None:
    """Forget one's own key: the next request with it is refused; NotFound for another's."""
    policies.may_revoke_token(person).or_refuse()
    person_id = person.known_id
    with transaction.atomic():
        locks.take(exclusive=[person_lock(person_id)])
        if not ApiToken.objects.filter(id=token_id, person_id=person_id).delete()[0]:
            raise NotFound()
        audit.record("identity.token_revoked", person_id, person_id, token=token_id)


def use_token(given: str, client: str) -> Grant:
    """Whom a key speaks for now; BadToken, TooMany.

    Roles stay behind: a program never acts for the town, whoever its owner is.
    """
    grant = _proved(given)
    if grant is None:
        tries, seconds = BAD_TRIES_PER_CLIENT
        limits.hit(f"bad tokens from {client}", limit=tries, seconds=seconds)
        raise BadToken()
    asks, seconds = ASKS_PER_TOKEN
    limits.hit(f"token:{grant.token_id}", limit=asks, seconds=seconds)
    return grant


def _proved(given: str) -> Grant | None:
    read = tokens.read_token(given)
    if read is None:
        return None
    row = ApiToken.objects.filter(handle=read.handle).first()
    # With or without a row the same is computed and compared, so time tells nothing.
    is_right = hmac.compare_digest(_mac(read.whole), bytes(row.mac) if row else _NOBODYS)
    day = today()
    if row is None or not is_right or row.ends_on < day:
        return None
    account = queries.account(row.person_id)
    if account is None:
        return None
    if row.used_on != day:
        ApiToken.objects.filter(id=row.id).update(used_on=day)
    person = replace(account.person, roles=frozenset())
    return Grant(row.id, person, tuple(row.scopes), row.ends_on)


def _mac(whole: str) -> bytes:
    return crypto.mac("api token", whole.encode())


def _checked(name: str, scopes: list[str], ends_on: date) -> tuple[tuple[str, ...], str]:
    plain = text.clean_line(name)[:NAME_LENGTH].strip()
    if not plain:
        raise _invalid("name", _("Назовите программу, чтобы узнать ключ в списке."))
    try:
        chosen = tokens.read_scopes(scopes)
    except ValueError:
        raise _invalid("scopes", _("Отметьте, что программе можно.")) from None
    if not today() <= ends_on <= today() + timedelta(days=most_days()):
        raise _invalid(
            "ends_on",
            _("Ключ работает не дольше %(days)s дн. Выберите день в этих пределах.")
            % {"days": most_days()},
        )
    return chosen, plain


def _invalid(field: str, said: object) -> Invalid:
    return Invalid(
        _("Ключ не создан: поправьте форму"),
        code="token-form",
        fields={field: said},  # type: ignore[dict-item]
    )


def _require_room(person_id: UUID) -> None:
    if ApiToken.objects.filter(person_id=person_id).count() >= TOKENS_MAX:
        raise Conflict(
            _("Ключей уже двадцать"),
            advice=_("Отзовите тот, которым программа не пользуется."),
            code="tokens-many",
        )
