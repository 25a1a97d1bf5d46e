"""The one family of errors. Type, title and status are facts of the class, detail of the raise."""

# ruff: noqa: N818 - one family, each named for what the caller is told

from typing import Any, ClassVar


class DomainError(Exception):
    """Base of every failure a caller is told about (RFC 9457).

    `type` is the slug of the page docs/problems/<type>.md and of the texts under `problem.<type>`
    in shared/i18n; `detail` fills in this occurrence; `members` are its extension members.
    """

    type: ClassVar[str] = "internal"
    status: ClassVar[int] = 500

    def __init__(self, detail: str = "", **members: Any) -> None:
        super().__init__(detail or self.type)
        self.detail = detail
        self.members = members


class NotFound(DomainError):
    """No such record in this shop."""

    type = "not-found"
    status = 404


class Gone(DomainError):
    """There was one, and somebody deleted it."""

    type = "gone"
    status = 410


class Invalid(DomainError):
    """The request was understood and cannot be accepted; `errors` names the fields."""

    type = "invalid"
    status = 422


class UnreadableImage(DomainError):
    """The bytes are no picture we can read, or a damaged one."""

    type = "unreadable-image"
    status = 422


class UnsupportedMedia(DomainError):
    """The bytes are of a kind that is not taken."""

    type = "unsupported-media"
    status = 415


class EmptyFile(DomainError):
    """A file of no bytes shows nothing."""

    type = "empty-file"
    status = 422


class TooLarge(DomainError):
    """More bytes or more pixels than allowed; `limit` says how many."""

    type = "too-large"
    status = 413


class PictureTooCostly(DomainError):
    """Decoding went over its time or memory limit and was stopped."""

    type = "picture-too-costly"
    status = 422


class VersionConflict(DomainError):
    """The record changed since it was read."""

    type = "version-conflict"
    status = 412


class StaleWrite(VersionConflict):
    """The caller's own condition (If-Match, If-None-Match) does not hold; another try is no use."""


class ComparisonPending(DomainError):
    """There is nothing to draw yet."""

    type = "comparison-pending"
    status = 404


class NoFigure(DomainError):
    """The comparison has no reference that could stand beside the candidate."""

    type = "no-figure"
    status = 404


class NotAligned(DomainError):
    """The photos have too little in common to be laid one over the other."""

    type = "not-aligned"
    status = 409


class NotFailed(DomainError):
    """Only what was set aside can be tried again by hand."""

    type = "not-failed"
    status = 409


class Unauthorized(DomainError):
    """No valid token or session."""

    type = "unauthorized"
    status = 401


class Forbidden(DomainError):
    """The caller's role may not do this."""

    type = "forbidden"
    status = 403


class PairingRefused(DomainError):
    """The code is wrong, used or expired."""

    type = "pairing-refused"
    status = 403


class StorageUnavailable(DomainError):
    """The store does not answer, or answers that it cannot write; nothing was accepted."""

    type = "storage-unavailable"
    status = 503


class StorageFull(DomainError):
    """No room left for what was sent; nothing was accepted."""

    type = "storage-full"
    status = 507


class CsrfRefused(DomainError):
    """A signed-in browser sent a change without the token that shows our own page sent it."""

    type = "csrf-refused"
    status = 403


class WrongHost(DomainError):
    """The request names a host this server does not answer for (DNS rebinding, a wrong proxy)."""

    type = "wrong-host"
    status = 421


class ContractMismatch(DomainError):
    """Extension and server speak different contract versions; `update` names the older side."""

    type = "contract-mismatch"
    status = 426


class TooManyRequests(DomainError):
    """A limit of this token or address is used up; `retry_after` seconds until it is not."""

    type = "too-many-requests"
    status = 429


class TooManyStreams(DomainError):
    """As many event streams are open as this server carries; polling still works."""

    type = "too-many-streams"
    status = 503


class OriginalMissing(DomainError):
    """A kept file is not where it was put; a pack without it would say less than was promised."""

    type = "original-missing"
    status = 409
