"""Names that tell nothing: keyed hashes under the shop's own secret."""

import hashlib
import hmac

_LENGTH = 32


def keyed_id(secret: bytes, *parts: str) -> str:
    """The same parts give the same id in this shop, and nothing that can be guessed outside it.

    Ids made of what they stand for make a repeated request find what the first one made.
    """
    message = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:_LENGTH]


def buyer_pseudonym(secret: bytes, buyer_id: str) -> str:
    """All that is ever kept of a platform's buyer id."""
    return keyed_id(secret, "buyer", buyer_id)


def id_of_comparison(secret: bytes, refund_id: str, photo_id: str) -> str:
    """One candidate photo of one case has one comparison."""
    return keyed_id(secret, "comparison", refund_id, photo_id)


def id_of_repeat(secret: bytes, refund_id: str, photo_id: str) -> str:
    """Of the comparison that holds a buyer's photo against those near it in other cases."""
    return keyed_id(secret, "repeat", refund_id, photo_id)


def id_of_offer(secret: bytes, refund_id: str, photo_id: str) -> str:
    """Of the comparison that holds a buyer's photo against the shop's listing pictures."""
    return keyed_id(secret, "offer", refund_id, photo_id)
