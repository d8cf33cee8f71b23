"""The allow-list of sign-in services: empty unless written, and a wrong one stops the start."""

from __future__ import annotations

import pytest

from veche.config import env
from veche.config import sign_in as listing


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "списком JSON"),
        ('{"slug": "a"}', "списком служб"),
        ('[{"slug": "ok"}]', "нет полей"),
        (
            '[{"slug":"A!","title":"t","issuer":"https://a","client_id":"c","client_secret":"s"}]',
            "slug",
        ),
        (
            '[{"slug":"ab","title":"t","issuer":"https://a","client_id":"c","client_secret":"s",'
            '"level":3}]',
            "level",
        ),
    ],
)
def test_a_wrong_list_stops_the_start(monkeypatch, text: str, words: str) -> None:
    monkeypatch.setenv("VECHE_OIDC", text)
    with pytest.raises(env.SettingsError, match=words):
        listing.providers()


def test_the_list_is_empty_unless_written(monkeypatch) -> None:
    monkeypatch.delenv("VECHE_OIDC", raising=False)
    monkeypatch.delenv("VECHE_ESIA_CLIENT_ID", raising=False)
    assert listing.providers() == []


def test_the_settings_say_what_is_missing(monkeypatch) -> None:
    monkeypatch.setenv("VECHE_ESIA_CLIENT_ID", "ZARECHYE01")
    with pytest.raises(env.SettingsError, match="VECHE_ESIA_SIGNER"):
        listing.providers()
    monkeypatch.setenv("VECHE_ESIA_SIGNER", "cryptcp -sign 'my key'")
    monkeypatch.setenv("VECHE_ESIA_KEY", "/etc/veche/esia.pem")
    [line] = listing.providers()
    assert (line["level"], line["signer"]) == (3, ["cryptcp", "-sign", "my key"])
    assert line["url"] == "https://esia.gosuslugi.ru"
