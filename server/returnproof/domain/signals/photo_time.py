"""The camera's clock in a buyer's photo is earlier than the parcel's departure."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from returnproof.domain.case_file import CaseFile
from returnproof.domain.moment import parse, parse_utc
from returnproof.domain.photo import PhotoRole
from returnproof.domain.signal import Reference, ReferenceType, Rule, Signal, references


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    shipped = parse_utc(file.shipment.shipped) if file.shipment else None
    if shipped is None:
        return
    early = {
        photo.id: ahead
        for photo in file.with_role(PhotoRole.buyer_claim)
        if (ahead := _ahead(parse(photo.facts.taken), shipped, rule)) is not None
    }
    if early:
        yield Signal(
            "taken_before_shipment",
            rule.number("weight"),
            {"count": len(early), "days": max(1, round(max(early.values()) / timedelta(days=1)))},
            (
                *references(ReferenceType.photo, early),
                Reference(ReferenceType.field, "shipment.shipped"),
            ),
        )


def _ahead(taken: datetime | None, shipped: datetime, rule: Rule) -> timedelta | None:
    """How long before the departure it was taken at the latest, None if it may have been later.

    EXIF names no zone, and the westernmost is 12 hours behind UTC. A clock years behind was never
    set, and says nothing.
    """
    if taken is None:
        return None
    slack = timedelta(hours=rule.number("clock_hours"))
    if taken.tzinfo is None:
        taken = taken.replace(tzinfo=UTC)
        slack += timedelta(hours=rule.number("zone_hours"))
    ahead = shipped - taken - slack
    return ahead if timedelta(0) < ahead < timedelta(days=rule.number("unset_days")) else None
