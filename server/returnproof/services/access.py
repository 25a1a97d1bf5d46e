"""Pairing codes become tokens; tokens say who is calling. Secrets are kept as SHA-256 only."""

import hmac
import secrets
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from returnproof.domain.access import Caller, PairingCode, Role, Token, TokenKind
from returnproof.domain.errors import (
    NotFound,
    PairingRefused,
    StorageFull,
    StorageUnavailable,
    Unauthorized,
    VersionConflict,
)
from returnproof.services.credentials import (
    SECRET_BYTES,
    check_shop,
    clean_name,
    is_code,
    make_letters,
    read_code,
    sha256,
    shown,
    split_bearer,
    token_id,
)
from returnproof.services.ports import Records
from returnproof.services.records import Commit, Order
from returnproof.services.writing import retried

CODE_SECONDS = 600
SESSION_DAYS = 14
# How long people still see what has ended.
LISTED_DAYS = 30
# A revoked token is refused at the latest after this many seconds, in every process.
CACHE_SECONDS = 0.5
CACHE_ENTRIES = 4096
LAST_USE_EVERY = timedelta(minutes=1)


def utc_now() -> datetime:
    return datetime.now(UTC)


def timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Access:
    """Who may enter a shop. Safe to use from many threads."""

    def __init__(self, records: Records, now: Callable[[], datetime] = utc_now) -> None:
        self._records = records
        self._now = now
        self._seen: dict[str, tuple[Token, float]] = {}

    def make_code(self, shop: str, role: Role) -> tuple[str, PairingCode]:
        """A code for one more device, as it is read aloud (`XXXXX-XXXXX`), and its meaning."""
        check_shop(shop)
        letters = make_letters()
        expires = timestamp(self._now() + timedelta(seconds=CODE_SECONDS))
        pairing = PairingCode(shop=shop, role=role, expires=expires)
        self._records.add_pairing(sha256(letters), pairing, CODE_SECONDS)
        return shown(letters), pairing

    def pair(self, code: str, name: str, kind: TokenKind = TokenKind.device) -> tuple[Token, str]:
        """The token a code stands for; the code is gone. Raises PairingRefused."""
        letters = read_code(code)
        if not is_code(letters):
            raise PairingRefused
        clean_name(name)
        pairing = self._records.take_pairing(sha256(letters))
        if pairing is None or pairing.expires <= timestamp(self._now()):
            raise PairingRefused
        return self.create_token(pairing.shop, name, pairing.role, kind)

    def create_token(
        self, shop: str, name: str, role: Role, kind: TokenKind = TokenKind.device
    ) -> tuple[Token, str]:
        """The record and the bearer string; the latter is never seen again."""
        check_shop(shop)
        secret = secrets.token_urlsafe(SECRET_BYTES)
        digest = sha256(secret)
        token = Token(
            id=token_id(digest),
            shop=shop,
            name=clean_name(name),
            role=role,
            secret_sha256=digest,
            created=timestamp(self._now()),
            kind=kind,
        )
        self._records.commit(shop, Commit(writes=(token,)))
        return token, f"rp_{shop}_{secret}"

    def authenticate(self, bearer: str) -> Caller:
        """Who holds this bearer string. Raises Unauthorized, which never says why."""
        shop, digest = split_bearer(bearer)
        token = self._token(shop, digest)
        if not hmac.compare_digest(token.secret_sha256, digest) or not self._alive(token):
            raise Unauthorized
        return Caller(shop, token.role, token.id, token.name, token.kind)

    def alive(self, shop: str, token_ids: Collection[str]) -> set[str]:
        """Those of the tokens that are still good, read afresh."""
        found = self._records.get_many(shop, Token, list(token_ids))
        return {token.id for token in found if token is not None and self._alive(token)}

    def tokens(self, shop: str) -> list[Token]:
        """Every token of the shop, newest first, revoked ones too."""
        found: list[Token] = []
        after: str | None = None
        while True:
            page = self._records.page(shop, Order.token_created, after=after, limit=200)
            read = self._records.get_many(shop, Token, page.ids)
            found += [token for token in read if token is not None]
            if page.next is None:
                return found
            after = page.next

    def listed(self, shop: str) -> list[tuple[Token, bool]]:
        """For people: each token and whether it still opens anything, without what ended long ago.

        Signing in makes a token every time, so that a list of all would soon be read by nobody.
        """
        limit = timestamp(self._now() - timedelta(days=LISTED_DAYS))
        found = [(token, self._alive(token)) for token in self.tokens(shop)]
        return [
            (token, good)
            for token, good in found
            if good or (token.revoked or token.created) > limit
        ]

    def revoke(self, shop: str, wanted: str) -> None:
        """Refused from now on here, and within CACHE_SECONDS elsewhere. Twice is once."""
        for _ in range(5):
            token = self._records.get(shop, Token, wanted)
            if token is None:
                raise NotFound
            if token.revoked is not None:
                return
            try:
                gone = replace(token, revoked=timestamp(self._now()))
                self._records.commit(shop, Commit(writes=(gone,)))
            except VersionConflict:
                continue  # its last use was noted in between
            self._seen.pop(token.secret_sha256, None)
            return
        raise VersionConflict

    def forget(self, shop: str, wanted: str) -> None:
        """Revoked, and listed no more: for a token of our own that nobody needs to know of."""
        self.revoke(shop, wanted)

        def step() -> None:
            token = self._records.get(shop, Token, wanted)
            if token is not None:
                self._records.commit(shop, Commit(deletes=(token,)))

        retried(step)

    def _alive(self, token: Token) -> bool:
        if token.revoked is not None:
            return False
        if token.kind is not TokenKind.session:
            return True
        return token.created > timestamp(self._now() - timedelta(days=SESSION_DAYS))

    def _token(self, shop: str, digest: str) -> Token:
        seen = self._seen.get(digest)
        if seen is not None and seen[0].shop == shop and seen[1] > time.monotonic():
            return seen[0]
        token = self._records.get(shop, Token, token_id(digest))
        if token is None:
            raise Unauthorized
        if token.revoked is None:
            token = self._note_use(token)
            if len(self._seen) >= CACHE_ENTRIES:
                self._seen.clear()
            self._seen[digest] = (token, time.monotonic() + CACHE_SECONDS)
        return token

    def _note_use(self, token: Token) -> Token:
        now = self._now()
        if token.last_used is not None and token.last_used > timestamp(now - LAST_USE_EVERY):
            return token
        used = replace(token, last_used=timestamp(now))
        try:
            self._records.commit(token.shop, Commit(writes=(used,)))
        except (VersionConflict, StorageFull, StorageUnavailable):
            return token  # a note for the owner's page; no reason to refuse a request
        return used
