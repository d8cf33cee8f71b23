"""The town's bots in VK, OK and MAX. There are no others: 41-ФЗ forbids foreign messengers."""

from __future__ import annotations

from veche.config import env


def of_town() -> dict[str, dict[str, str]]:
    """By messenger: where it is asked, the bot's token, the secret of its calls, its page."""
    return {
        "vk": {
            "url": env.text("VECHE_VK_URL", "https://api.vk.com").rstrip("/"),
            "token": env.text("VECHE_VK_TOKEN"),
            "secret": _secret("VECHE_VK_SECRET"),
            "confirmation": env.text("VECHE_VK_CONFIRMATION"),
            "bot": env.text("VECHE_VK_BOT"),
        },
        "ok": {
            "url": env.text("VECHE_OK_URL", "https://api.ok.ru").rstrip("/"),
            "token": env.text("VECHE_OK_TOKEN"),
            "secret": _secret("VECHE_OK_SECRET"),
            "confirmation": "",
            "bot": env.text("VECHE_OK_BOT"),
        },
        "max": {
            "url": env.text("VECHE_MAX_URL", "https://platform-api.max.ru").rstrip("/"),
            "token": env.text("VECHE_MAX_TOKEN"),
            "secret": _secret("VECHE_MAX_SECRET"),
            "confirmation": "",
            "bot": env.text("VECHE_MAX_BOT"),
        },
    }


def _secret(name: str) -> str:
    """What the messenger proves itself by: nobody may guess it."""
    given = env.text(name)
    if given and len(given) < 20:
        raise env.SettingsError(f"{name} короче 20 знаков. Задайте случайную строку длиннее.")
    return given
