"""Times as they come: RFC 3339 text, or a camera's clock without a zone."""

from datetime import UTC, datetime, timedelta

_DAY = timedelta(days=1)


def parse(text: str | None) -> datetime | None:
    """The time, naive when the text names no zone; None when it is none."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def parse_utc(text: str | None) -> datetime | None:
    """A zone that is not named is taken as UTC."""
    moment = parse(text)
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def days_between(one: str | None, other: str | None) -> int | None:
    """Whole days apart, whichever came first."""
    first, second = parse_utc(one), parse_utc(other)
    return None if first is None or second is None else abs(first - second) // _DAY
