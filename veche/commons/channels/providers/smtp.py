"""E-mail by SMTP (RFC 5321), with a short wait: a visitor stands by."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from veche.commons.channels.rules import Message, NotSent

WAIT_SECONDS = 8


def send(message: Message) -> None:
    """Hand one letter over; NotSent says only the kind of the failure."""
    connection = EmailBackend(
        host=settings.SMTP_HOST,
        port=settings.SMTP_PORT,
        username=settings.SMTP_USER,
        password=settings.SMTP_PASSWORD,
        use_tls=settings.SMTP_TLS == "starttls",
        use_ssl=settings.SMTP_TLS == "tls",
        timeout=WAIT_SECONDS,
    )
    letter = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.MAIL_FROM,
        to=[message.address],
        headers={"Auto-Submitted": "auto-generated", **message.headers},
        connection=connection,
    )
    if message.markup:
        letter.attach_alternative(message.markup, "text/html")
    try:
        letter.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # The error's text quotes the recipient, so only its kind goes on.
        raise NotSent(type(error).__name__) from None
