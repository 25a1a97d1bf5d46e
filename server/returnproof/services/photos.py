"""Photos as they are kept."""

from collections.abc import Iterable

from returnproof.domain.errors import NotFound
from returnproof.domain.photo import Photo
from returnproof.services.ports import Records


def get(records: Records, shop: str, photo_id: str) -> Photo:
    """Raises NotFound."""
    found = records.get(shop, Photo, photo_id)
    if found is None:
        raise NotFound
    return found


def by_id(records: Records, shop: str, photo_ids: Iterable[str]) -> dict[str, Photo]:
    """In one round trip; those that are gone are left out."""
    found = records.get_many(shop, Photo, list(dict.fromkeys(photo_ids)))
    return {photo.id: photo for photo in found if photo is not None}
