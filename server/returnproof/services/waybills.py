"""Which of the codes on a parcel is the courier's."""

import re
from collections.abc import Iterable

# Letters and digits, mostly digits: SF1234567890123, YT2412345678901, EA123456789CN.
_WAYBILL = re.compile(r"(?=(?:.*\d){8})[A-Z0-9]{10,24}\Z")
_EAN_LENGTH = 13


def waybill_among(texts: Iterable[str]) -> str | None:
    """The first that reads like a waybill; a label often carries the product's own code too."""
    for text in texts:
        if _WAYBILL.match(text) and not _is_article_number(text):
            return text
    return None


def _is_article_number(text: str) -> bool:
    """EAN-13 of goods registered in China (690 to 699) with a right check digit."""
    if len(text) != _EAN_LENGTH or not text.isdigit() or not text.startswith("69"):
        return False
    digits = [int(digit) for digit in text]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0
