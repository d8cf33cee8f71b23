"""What lies outside: the mail server, the SMS gateway, our own address through the proxy.

They are reached and greeted; nothing is sent.
"""

from __future__ import annotations

import json
import smtplib
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from veche.commons.towns import public as towns
from veche.config.doctor.findings import Finding, good

PATIENCE_SECONDS = 8.0


def mail() -> Iterator[Finding]:
    if settings.CODE_CHANNELS["email"] != "smtp":
        return
    where = f"{settings.SMTP_HOST}:{settings.SMTP_PORT}"
    try:
        _greet_mail_server()
    except (OSError, smtplib.SMTPException) as error:
        kind = type(error).__name__
        yield Finding(
            "wrong", "smtp", f"Почта {where} не отвечает ({kind})", "проверьте VECHE_SMTP_…"
        )
    else:
        yield good("smtp", f"Почта {where} отвечает")


def _greet_mail_server() -> None:
    kind = smtplib.SMTP_SSL if settings.SMTP_TLS == "tls" else smtplib.SMTP
    with kind(settings.SMTP_HOST, settings.SMTP_PORT, timeout=PATIENCE_SECONDS) as server:
        server.ehlo()
        if settings.SMTP_TLS == "starttls":
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if settings.SMTP_USER:
            server.login(settings.SMTP_USER, settings.SMTP_PASSWORD)


def gateway() -> Iterator[Finding]:
    if settings.CODE_CHANNELS["phone"] != "sms_http":
        return
    parts = urlsplit(settings.SMS_URL)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection((host, port), timeout=PATIENCE_SECONDS) as plain:
            if parts.scheme == "https":
                ssl.create_default_context().wrap_socket(plain, server_hostname=host).close()
    except (OSError, ValueError) as error:
        kind = type(error).__name__
        yield Finding(
            "wrong", "sms", f"Шлюз SMS {host} не отвечает ({kind})", "проверьте VECHE_SMS_URL"
        )
    else:
        yield good("sms", f"Шлюз SMS {host} отвечает")


def proxy() -> Iterator[Finding]:
    """Ask each town's own address, as a browser would: is it ours, and do we see HTTPS there?"""
    if not settings.HTTPS:
        return
    for town in towns.all_towns():
        for host in town.hosts:
            yield _through(host)


def _through(host: str) -> Finding:
    try:
        address = f"https://{host}/healthz"
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            told = json.load(answer)
    except (OSError, ValueError) as error:
        kind = type(error).__name__
        return Finding(
            "look",
            "proxy",
            f"https://{host} отсюда не открывается ({kind})",
            "откройте с другой машины; если и там нет, проверьте прокси и сертификат",
        )
    if not isinstance(told, dict) or not told.get("https"):
        return Finding(
            "wrong",
            "proxy",
            f"https://{host}: Вече не знает, что снаружи HTTPS",
            "прокси должен передавать X-Forwarded-Proto, а VECHE_TRUSTED_PROXIES — называть его",
        )
    return good("proxy", f"https://{host} открывается через доверенный прокси")
