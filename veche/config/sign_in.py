"""The allow-list of sign-in services, read from the environment and checked at the start."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

from veche.config import env

_SLUG = re.compile(r"[a-z][a-z0-9]{1,15}")
_FIELDS = ("slug", "title", "issuer", "client_id", "client_secret")
BY_CONTACT, BY_DOCUMENT, BY_STATE = 1, 2, 3


def providers() -> list[dict[str, Any]]:
    """Every service of the list; none by default."""
    found = [*_esia(), *_openid()]
    slugs = [one["slug"] for one in found]
    if len(set(slugs)) != len(slugs):
        raise env.SettingsError("VECHE_OIDC: у двух служб входа одно имя slug.")
    return found


def _esia() -> list[dict[str, Any]]:
    client_id = env.text("VECHE_ESIA_CLIENT_ID")
    if not client_id:
        return []
    signer, key_file = env.text("VECHE_ESIA_SIGNER"), env.text("VECHE_ESIA_KEY")
    if not signer or not key_file:
        raise env.SettingsError(
            "Для входа через Госуслуги задайте VECHE_ESIA_SIGNER и VECHE_ESIA_KEY."
        )
    url = env.text("VECHE_ESIA_URL", "https://esia.gosuslugi.ru").rstrip("/")
    return [
        {
            "kind": "esia",
            "slug": "esia",
            "level": BY_STATE,
            "url": _web("VECHE_ESIA_URL", url),
            "issuer": env.text("VECHE_ESIA_ISSUER", "http://esia.gosuslugi.ru/"),
            "client_id": client_id,
            "signer": shlex.split(signer),
            "key_file": key_file,
            "towns": env.words("VECHE_ESIA_TOWNS"),
        }
    ]


def _openid() -> list[dict[str, Any]]:
    raw = env.text("VECHE_OIDC", "[]")
    try:
        listed = json.loads(raw)
    except ValueError:
        raise env.SettingsError("VECHE_OIDC должно быть списком JSON.") from None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise env.SettingsError("VECHE_OIDC должно быть списком служб входа.")
    return [_openid_one(one) for one in listed]


def _openid_one(one: dict[str, Any]) -> dict[str, Any]:
    missing = [name for name in _FIELDS if not isinstance(one.get(name), str) or not one[name]]
    if missing:
        raise env.SettingsError(f"VECHE_OIDC: у службы входа нет полей {', '.join(missing)}.")
    if not _SLUG.fullmatch(one["slug"]) or one["slug"] == "esia":
        raise env.SettingsError("VECHE_OIDC: slug это 2–16 латинских букв и цифр, не «esia».")
    level = one.get("level", BY_CONTACT)
    if level not in (BY_CONTACT, BY_DOCUMENT):
        raise env.SettingsError("VECHE_OIDC: level бывает 1 или 2; 3 только у Госуслуг.")
    _web("VECHE_OIDC", one["issuer"])
    about = {name: one[name] for name in _FIELDS}
    return {"kind": "oidc", **about, "level": level, "towns": list(one.get("towns", []))}


def _web(name: str, address: str) -> str:
    if env.is_production() and not address.startswith("https://"):
        raise env.SettingsError(f"{name}: адрес в рабочем режиме должен начинаться с https://")
    return address
