"""Finding a picture among a shop's photos, turned, mirrored or cropped a little."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from returnproof.domain.errors import NotFound, UnreadableImage
from returnproof.domain.photo import Photo
from returnproof.domain.picture import Match, Transform
from returnproof.services.fingerprints import LEAST_QUALITY, Fingerprints
from returnproof.services.ports import Blobs, Records, Vision
from returnproof.services.uploads import Upload, each_good

# Wider than PDQ's own 31, since every candidate is looked at again by its geometry.
RADIUS: Final = 70
MOST_LOOKED_AT: Final = 12


@dataclass(frozen=True, slots=True)
class PictureSearch:
    """Nothing of the sent picture is kept."""

    records: Records
    blobs: Blobs
    vision: Vision
    fingerprints: Fingerprints
    max_bytes: int

    def search(self, shop: str, upload: Upload) -> list[tuple[Match, Photo]]:
        """Nearest first. Raises NothingGood."""
        found, _ = each_good([upload], lambda each, _: self._search(shop, each))
        return found[0]

    def _search(self, shop: str, upload: Upload) -> list[tuple[Match, Photo]]:
        with self.blobs.stage() as staged:
            staged.write_from(upload.stream, self.max_bytes)
            if staged.size == 0:
                raise UnreadableImage("empty")
            facts, hashes = self.vision.symmetries(staged.path)
            if facts.fingerprint.quality < LEAST_QUALITY:
                return []
            near = self.fingerprints.near(shop, hashes, RADIUS)[:MOST_LOOKED_AT]
            photos = self.records.get_many(shop, Photo, [photo_id for _, _, photo_id in near])
            matches = []
            for (distance, index, _), photo in zip(near, photos, strict=True):
                transform = list(Transform)[index]
                overlap = self._overlap(photo, staged.path, transform) if photo else None
                if photo is not None and overlap is not None:
                    matches.append((Match(photo.id, distance, transform, overlap), photo))
            return matches

    def _overlap(self, photo: Photo, sent: Path, transform: Transform) -> float | None:
        try:
            path = self.blobs.path(photo.sha256)
        except NotFound:
            return None  # the doctor's business; a search goes on without it
        return self.vision.overlap((photo.sha256, path), sent, transform)
