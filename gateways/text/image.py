"""图片: a scan has no text; it must decode, and no page of it may be larger than paper is."""

import warnings
from pathlib import Path

from PIL import Image

from gateways.text.refusals import BrokenImage

MOST_PIXELS = 80_000_000  # A3 at 600 dots an inch has 70 million
MOST_PAGES = 500
KNOWN = ("PNG", "JPEG", "TIFF")


def extract(path: Path) -> tuple[str, str, int]:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(path, formats=KNOWN) as picture:
            pages = getattr(picture, "n_frames", 1)
            if pages > MOST_PAGES:
                raise BrokenImage
            picture.load()
            for number in range(1, pages):
                picture.seek(number)
    except (OSError, SyntaxError, ValueError, EOFError, Warning, Image.DecompressionBombError):
        raise BrokenImage from None
    return "", "", pages
