"""The words on a figure, in a language the machine has letters for."""

from functools import cache
from pathlib import Path

from PIL import ImageFont

from returnproof import contract

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# Where Debian, Fedora, Arch, Alpine and macOS keep a face with Chinese; first found, first used.
_CHINESE_FACES = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "/Library/Fonts/Arial Unicode.ttf",
)


def font_for(language: str, pixels: int) -> tuple[Font, str]:
    """A font, and the language it can write: English where no Chinese face is installed."""
    face = _chinese_face()
    if face is not None:
        return ImageFont.truetype(face, pixels), language
    return ImageFont.load_default(pixels), "en"


def caption(code: str, language: str, **values: object) -> str:
    """The text `figure.<code>` of shared/i18n."""
    return contract.text(f"figure.{code}", language, **values)


@cache
def _chinese_face() -> str | None:
    return next((face for face in _CHINESE_FACES if Path(face).is_file()), None)
