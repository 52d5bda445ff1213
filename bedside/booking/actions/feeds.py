"""The private address of a calendar: made, made anew, switched off."""

from __future__ import annotations

from django.db import transaction

from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.people.models import StaffMember

from ..models import Feed


@transaction.atomic
def open_feed(member: StaffMember, *, by: Hand) -> Feed:
    """Give her a fresh address; the one before answers no more."""
    for old in Feed.objects.standing().filter(staff_member=member):
        end_feed(old, by=by, because="a new address")
    feed = Feed(staff_member=member)
    record("feed.opened", feed, by=by)
    return feed


@transaction.atomic
def end_feed(feed: Feed, *, by: Hand, because: str = "") -> None:
    """From now on the address answers nobody."""
    if feed.ended_at is None:
        feed.ended_at = now()
        record("feed.ended", feed, by=by, because=because)
