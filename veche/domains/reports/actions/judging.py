"""What the town's common moderation says of reports that were looked at here before."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.domains.reports import events
from veche.domains.reports.actions.helping import retell
from veche.domains.reports.actions.moderating import (
    SHOWN_FILES,
    let_through,
    note_word,
    publish_shown,
)
from veche.domains.reports.actions.moving import Hand, finish, show_as
from veche.domains.reports.actions.picturing import bring_back, put_away
from veche.domains.reports.models import Photo, Report
from veche.domains.reports.queries import reading
from veche.domains.reports.rules import states
from veche.kernel import clock
from veche.kernel.manifest import Judged


@transaction.atomic
def judge_report(*, report_id: UUID, judged: Judged) -> None:
    """A word of a moderator, in the transaction of the moderation: taken down or back again,
    or taken up after its author has argued. The work goes on whether or not everyone sees it."""
    row = (
        Report.objects.select_for_update(of=("self",))
        .select_related("category__group", "body")
        .filter(id=report_id)
        .first()
    )
    if row is None:
        return
    hand = _hand(row, judged)
    if not judged.is_passed:
        _take_down(hand, judged.reason)
    elif row.state == states.REJECTED:
        _readmit(hand)
        if row.stage != states.UNSEEN:
            note_word(row, judged=judged)
    elif reading.is_taken_down(row):
        _show_again(hand)


@transaction.atomic
def judge_photo(*, photo_id: UUID, judged: Judged) -> None:
    """The same of one photo: back where it was after its author has argued, or away again."""
    found = Photo.objects.filter(id=photo_id).first()
    if found is None:
        return
    row = Report.objects.select_for_update(of=("self",)).select_related("category__group", "body")
    hand = _hand(row.get(id=found.report_id), judged)
    photo = Photo.objects.select_for_update().get(id=photo_id)
    is_hidden = photo.state == Photo.HIDDEN
    if judged.is_passed and is_hidden:
        bring_back(hand, photo=photo)
    elif not judged.is_passed and not is_hidden:
        put_away(hand, photo=photo, reason=judged.reason)


def _hand(row: Report, judged: Judged) -> Hand:
    person = identity.person_by_id(judged.by) if judged.by else None
    return Hand(row, person or identity.ANONYMOUS, states.MODERATOR, row.stage)


@transaction.atomic
def rewrite_report(*, report_id: UUID, text: str) -> None:
    """More of the words hidden, as a moderator has said; whoever copies reports takes it anew."""
    row = Report.objects.select_for_update().filter(id=report_id).first()
    if row is not None:
        row.text, row.changed_at = text, clock.database_now()
        row.save(update_fields=["text", "changed_at"])
        retell(row)


def _take_down(hand: Hand, reason: str) -> None:
    if hand.row.visibility == states.AUTHOR_ONLY:
        return  # taken down at once, and told again when it can be taken back no more
    hand.row.visibility = states.AUTHOR_ONLY
    files.hide(SHOWN_FILES, str(hand.row.id))
    show_as(hand, verb="hide", event=events.ReportHidden(report_id=hand.row.id), reason=reason)
    retell(hand.row)


def _show_again(hand: Hand) -> None:
    hand.row.visibility = states.PUBLIC
    show_as(hand, verb="show", event=events.ReportShown(report_id=hand.row.id))
    retell(hand.row)
    if hand.row.stage != states.UNSEEN:
        publish_shown(hand.row)


def _readmit(hand: Hand) -> None:
    """The days of the mistake are the town's: the term begins anew. What a ban holds waits for a
    moderator again: only a word on just that lets it go."""
    hand.row.started_on, hand.row.pauses, hand.row.reason = hand.today, [], ""
    if hand.row.held_by_id is not None:
        finish(hand, verb="readmit", event=events.ReportFiled(report_id=hand.row.id))
        return
    let_through(hand)
    finish(hand, verb="readmit", event=events.ReportPassed(report_id=hand.row.id))
