"""Fingerprints of 256 bits in blocks of plain numbers, looked through exactly.

48 bytes a picture: four words of 64 bits and an id of 128. A block's words of one kind lie side by
side, so that a look reads no more of them than it must: unrelated fingerprints differ by 32 bits a
word, so after two or three words only what may be near is left (docs/decisions/picture-index.md).
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

BLOCK: Final = 1 << 16
_WORDS: Final = 4
_WORD_BITS: Final = 64
# How many bits unrelated fingerprints hardly ever stay under: in their first two words, in three.
_IN_TWO: Final = 40
_IN_THREE: Final = 72
_HEX: Final = frozenset("0123456789abcdef")
_ID_LETTERS: Final = 32

Words = NDArray[np.uint64]


class BitIndex:
    """Ids by fingerprint. Not thread-safe: the caller holds a lock."""

    def __init__(self) -> None:
        # Each (4 words + 2 of the id, BLOCK); the last is filled up to `_fill`.
        self._blocks: list[Words] = []
        self._fill = BLOCK
        # Ids of another form stand under a hash.
        self._odd: dict[tuple[int, int], str] = {}

    def __len__(self) -> int:
        return (len(self._blocks) - 1) * BLOCK + self._fill if self._blocks else 0

    @property
    def bytes(self) -> int:
        """In memory: of a block's room the system gives only what was written to."""
        return len(self) * (_WORDS + 2) * (_WORD_BITS // 8)

    def add(self, record_id: str, fingerprint: int) -> None:
        """`fingerprint` of 256 bits. The caller sees to it that the id is new."""
        if self._fill == BLOCK:
            self._blocks.append(np.empty((_WORDS + 2, BLOCK), np.uint64))
            self._fill = 0
        column = self._blocks[-1][:, self._fill]
        column[:_WORDS] = _words(fingerprint)
        column[_WORDS:] = self._key(record_id)
        self._fill += 1

    def __contains__(self, record_id: str) -> bool:
        return self._place(record_id) is not None

    def remove(self, record_id: str) -> bool:
        """Whether it was there. The last one takes its place."""
        place = self._place(record_id)
        if place is None:
            return False
        block, column = place
        last = self._blocks[-1]
        self._blocks[block][:, column] = last[:, self._fill - 1]
        self._fill -= 1
        if self._fill == 0:
            self._blocks.pop()
            self._fill = BLOCK
        self._odd.pop(_key_of(record_id), None)
        return True

    def within(self, fingerprints: Sequence[int], radius: int) -> list[tuple[int, int, str]]:
        """(distance, which of `fingerprints` is nearest, id) of all within `radius`, nearest first.

        Exact: nothing within the radius is left out, nothing else is in.
        """
        found: dict[str, tuple[int, int]] = {}
        wanted = [_words(each) for each in fingerprints]
        room = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint8), np.empty(BLOCK, np.uint8)
        for block, count in self._filled():
            for asked, words in enumerate(wanted):
                for column, distance in _near(block[:, :count], words, radius, room):
                    name = self._name(block, column)
                    found[name] = min(found.get(name, (distance, asked)), (distance, asked))
        return sorted((distance, asked, name) for name, (distance, asked) in found.items())

    def _filled(self) -> Iterator[tuple[Words, int]]:
        for place, block in enumerate(self._blocks):
            yield block, self._fill if place == len(self._blocks) - 1 else BLOCK

    def _place(self, record_id: str) -> tuple[int, int] | None:
        first, second = _key_of(record_id)
        for place, (block, count) in enumerate(self._filled()):
            columns = np.flatnonzero(block[_WORDS, :count] == np.uint64(first))
            for column in columns.tolist():
                if int(block[_WORDS + 1, column]) == second:
                    return place, column
        return None

    def _key(self, record_id: str) -> tuple[int, int]:
        key = _key_of(record_id)
        if not _plain(record_id):
            self._odd[key] = record_id
        return key

    def _name(self, block: Words, column: int) -> str:
        first, second = int(block[_WORDS, column]), int(block[_WORDS + 1, column])
        return self._odd.get((first, second)) or f"{first:016x}{second:016x}"


def _near(
    block: Words,
    words: Words,
    radius: int,
    room: tuple[Words, NDArray[np.uint8], NDArray[np.uint8]],
) -> Iterator[tuple[int, int]]:
    """(column, distance) of those in `block` within `radius`."""
    count = block.shape[1]
    different, bits, more = (each[:count] for each in room)
    first = 2 if radius <= _IN_TWO else 3 if radius <= _IN_THREE else _WORDS
    np.bitwise_count(np.bitwise_xor(block[0], words[0], out=different), out=bits)
    for word in range(1, first):
        np.bitwise_count(np.bitwise_xor(block[word], words[word], out=different), out=more)
        if word == _WORDS - 1:  # all 256 bits may differ, which is one more than a byte can tell
            np.minimum(more, np.uint8(_WORD_BITS - 1), out=more)
        np.add(bits, more, out=bits)
    columns = np.flatnonzero(bits <= min(radius, 255))
    if not columns.size:
        return
    left = block[:_WORDS, columns] ^ words[:, None]
    distances = np.bitwise_count(left).sum(axis=0, dtype=np.int64)
    near = distances <= radius
    yield from zip(columns[near].tolist(), distances[near].tolist(), strict=True)


def _words(fingerprint: int) -> Words:
    return np.frombuffer(fingerprint.to_bytes(32, "big"), ">u8").astype(np.uint64)


def _plain(record_id: str) -> bool:
    return len(record_id) == _ID_LETTERS and _HEX.issuperset(record_id)


def _key_of(record_id: str) -> tuple[int, int]:
    if _plain(record_id):
        return int(record_id[:16], 16), int(record_id[16:], 16)
    digest = hashlib.blake2b(record_id.encode(), digest_size=16).digest()
    return int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big")
