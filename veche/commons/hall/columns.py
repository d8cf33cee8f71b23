"""What the hall's columns hold: nothing about a person."""

from __future__ import annotations

from veche.kernel.columns import Column, public, restricted

COLUMNS: dict[str, Column] = {
    "TownSettings.id": public("always 1"),
    "TownSettings.stamp": restricted("changes with everything the shell shows"),
    "TownSettings.service_name": public("shown on every page"),
    "TownSettings.sign_id": public("picture in the header"),
    "TownSettings.arms_id": public("coat of arms in the footer"),
    "TownSettings.brand": public("the town's colour"),
    "TownSettings.languages": public("languages the pages may be read in"),
    "TownSettings.age_mark": public("mark in the footer"),
    "TownSettings.banner_text": public("urgent words on every page"),
    "TownSettings.banner_tone": public("how urgent they are"),
    "TownSettings.banner_until": public("until when they are shown"),
    "TownSettings.steps_passed": restricted("steps of the first start behind the administrator"),
    "TownSettings.opened_at": restricted("when the first start was finished"),
    "ServiceSwitch.slug": public("name of a service in the code"),
    "ServiceSwitch.state": restricted("who may use the service"),
    "ServiceSwitch.place_id": public("the district of a pilot"),
    "Inconvenience.id": public("random"),
    "Inconvenience.service": public("which service it is about"),
    "Inconvenience.page": restricted("address of the page, without what follows the question mark"),
    "Inconvenience.text": restricted("nobody's words: who wrote them is not kept; public answered"),
    "Inconvenience.told_at": public("when it was told"),
    "Inconvenience.answer": public("what was changed"),
    "Inconvenience.answered_at": public("when it was answered"),
    "Inconvenience.is_set_aside": restricted("not shown: it holds personal data or abuse"),
}
