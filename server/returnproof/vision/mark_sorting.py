"""What a text read in a photo numbers, as far as the text itself says."""

import re
import unicodedata

from returnproof.domain.found_mark import MarkNature

LONGEST = 200
# Letters that printing and cameras confuse with digits.
_ALIKE = str.maketrans("OQDILSBZG", "000115826")
_SERIAL = re.compile(
    r"(?:S/?N|SERIAL(?:[\s._-]*(?:NUMBER|NUM|NO))?|IMEI\s*\d?|MEID|SEAL(?:[\s._-]*NO)?"
    r"|序列号|序号|机身号|机身码|出厂编号|产品编号|封签号?|封条号?|防伪码)"
    r"[\s.:：#=_-]*([A-Z0-9](?:[A-Z0-9 /._-]{2,38})[A-Z0-9])",
    re.IGNORECASE,
)
_AI_SERIAL = re.compile(r"\(21\)([^()]{3,20})")
_AI_ARTICLE = re.compile(r"\(01\)(\d{14})")
# Numbers that are a person's, not a thing's: never kept.
_TELEPHONE = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dX](?!\d)")
_IDENTIFIER = re.compile(r"(?=(?:[^0-9]*[0-9]){3})[A-Z0-9]{5,40}\Z")
_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]{1,12}://|www\.|weixin|wechat)", re.IGNORECASE)
_ARTICLES = frozenset({"EAN13", "EAN8", "UPCA", "UPCE", "ISBN"})
_GTINS = frozenset({8, 12, 13, 14})
_IMEI = 15


def plain(text: str) -> str:
    """Capital letters and digits only, whatever width or case they were printed in."""
    wide = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in wide if c.isascii() and c.isalnum())


def folded(text: str) -> str:
    """`plain`, with what is easily misread made one."""
    return plain(text).translate(_ALIKE)


def of_code(text: str, symbology: str) -> tuple[MarkNature, str]:
    """Nature of a bar or QR code, and the part of its text that counts."""
    found = _AI_SERIAL.search(text)
    if found:
        return MarkNature.serial, found[1].strip()
    article = _AI_ARTICLE.search(text)
    if article:
        return MarkNature.product, article[1]
    if symbology in _ARTICLES and is_article(text):
        return MarkNature.product, text
    own = serial_in(text)
    if own is not None:
        return MarkNature.serial, own
    imei = text.isdigit() and len(text) == _IMEI and _luhn(text)
    return (MarkNature.serial if imei else MarkNature.code), text


def of_lettering(text: str) -> tuple[MarkNature, str] | None:
    """None for what cannot number a thing, or is a person's own number."""
    if _TELEPHONE.search(plain(text)) or _IDENTITY.search(plain(text)):
        return None
    own = serial_in(text)
    if own is not None:
        return MarkNature.serial, own
    return (MarkNature.lettering, text.strip()) if _IDENTIFIER.match(plain(text)) else None


def serial_in(text: str) -> str | None:
    """What stands behind `S/N`, `IMEI`, 序列号 and the like."""
    found = _SERIAL.search(unicodedata.normalize("NFKC", text))
    if found is None or sum(c.isdigit() for c in found[1]) < 2:  # noqa: PLR2004 - words have none
        return None
    return found[1].strip(" ./_-")


def is_link(text: str) -> bool:
    """An address: the same is printed on every unit, or a new one on each; no one can tell."""
    return _LINK.match(text) is not None


def is_article(text: str) -> bool:
    """A GTIN with a right check digit."""
    if not text.isdigit() or not text.isascii() or len(text) not in _GTINS:
        return False
    digits = [int(digit) for digit in reversed(text)]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def gtin(text: str) -> str:
    """One form for UPC, EAN and GTIN-14 of one product."""
    return text.zfill(14)


def _luhn(text: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(text)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)  # noqa: PLR2004 - the sum of its digits
    return total % 10 == 0
