"""Every setting of one installation, as values; the command line and the environment fill it in."""

from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1 << 20
MEGAPIXEL = 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes in bytes, times in seconds, pictures in pixels. Addresses None: embedded Redis."""

    data_dir: Path
    redis_url: str | None = None
    queue_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8600
    public_url: str | None = None
    cors_origins: tuple[str, ...] = ()
    sample: bool = False
    workers: int = 2
    max_upload_bytes: int = 30 * MEGABYTE
    max_evidence_bytes: int = 300 * MEGABYTE
    # Formats that decode at a fraction of their size (JPEG, MPO) may be larger.
    max_pixels_scaled: int = 120 * MEGAPIXEL
    max_pixels_whole: int = 60 * MEGAPIXEL
    decode_seconds: float = 20.0
    decode_rss_bytes: int = 1200 * MEGABYTE
    # A folder with a learned matcher; without it, the one that ships.
    matcher: Path | None = None
    free_space_floor: int = 256 * MEGABYTE
