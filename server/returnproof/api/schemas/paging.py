"""What every list is asked with."""

from returnproof.api.schemas.base import Strict
from returnproof.api.schemas.fields import Text, Whole

MOST = 200


class PagingSchema(Strict):
    """`cursor` is what `next` of the page before said."""

    cursor = Text(200, load_default=None)
    limit = Whole(1, MOST, strict=False, load_default=50)
