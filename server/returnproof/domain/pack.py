"""An evidence pack: everything kept of one case in one file that can be checked anywhere."""

from dataclasses import dataclass

from returnproof.domain.evidence import Opening


@dataclass(frozen=True, slots=True)
class Pack:
    """The record of one made pack; its bytes are a blob. `files` counts what it holds.

    A pack contains kept evidence, so each opening of it is recorded too: the latest in
    `openings`, all of them counted in `opened`.
    """

    id: str
    refund_id: str
    sha256: str
    size: int
    files: int
    created: str
    made_by: str
    openings: tuple[Opening, ...] = ()
    opened: int = 0
    version: int = 0
