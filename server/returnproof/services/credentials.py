"""The forms of secrets: pairing codes as people type them, bearer strings, and their hashes."""

import hashlib
import re
import secrets
from typing import Final

from returnproof.domain.errors import Invalid, Unauthorized

SHOP: Final = re.compile(r"[a-z0-9-]{1,40}")
# Crockford's alphabet has no I, L, O or U; ten of its letters carry 50 bits.
CODE_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS: Final = 10
NAME_LENGTH: Final = 80
# A token's secret in bytes: with 256 random bits a slow hash would protect nothing more.
SECRET_BYTES: Final = 32
_LONGEST_SECRET: Final = 100
_BEARER_PARTS: Final = 3
_MISREAD: Final = str.maketrans("ILO", "110", " -–—_\t\u3000")


def make_letters() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LETTERS))


def shown(letters: str) -> str:
    """As it is read aloud: `XXXXX-XXXXX`."""
    return f"{letters[:5]}-{letters[5:]}"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read_code(typed: str) -> str:
    """A code as a tired person types it: spaces, dashes, small letters, O for 0."""
    return typed.strip().upper().translate(_MISREAD)


def is_code(letters: str) -> bool:
    return len(letters) == CODE_LETTERS and set(letters) <= set(CODE_ALPHABET)


def token_id(digest: str) -> str:
    """The public name of a token: part of its secret's SHA-256, so that one read finds it."""
    return digest[:20]


def split_bearer(bearer: str) -> tuple[str, str]:
    """Shop and SHA-256 of the secret in `rp_<shop>_<secret>`. Raises Unauthorized."""
    parts = bearer.split("_", 2)
    if len(parts) != _BEARER_PARTS or parts[0] != "rp" or not SHOP.fullmatch(parts[1]):
        raise Unauthorized
    if not parts[2].isascii() or len(parts[2]) > _LONGEST_SECRET:
        raise Unauthorized
    return parts[1], sha256(parts[2])


def csrf_token(bearer: str) -> str:
    """What our own page sends back with a change: bound to the session, useless without it."""
    return hashlib.sha256(f"returnproof-csrf:{bearer}".encode()).hexdigest()


def check_shop(shop: str) -> None:
    if not SHOP.fullmatch(shop):
        raise Invalid("", errors={"shop": ["pattern"]})


def clean_name(name: str) -> str:
    """A device's name on one line. Raises Invalid."""
    cleaned = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not cleaned or len(cleaned) > NAME_LENGTH:
        raise Invalid("", errors={"name": [f"length:{NAME_LENGTH}"]})
    return cleaned
