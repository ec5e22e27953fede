"""水印: who looks at a page or prints it, when, and which document it is, in the page itself and not over it."""

import io
import math
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from shutil import which
from subprocess import run

import pikepdf
from pikepdf import Dictionary, Name, Stream
from PIL import Image, ImageDraw, ImageFont

from config.language import _
from models.values import to_the_minute

QUALITY = 88
SLOPE = 24  # degrees
GAP = (90, 96)  # between two marks, in points of the picture
FAINT, INK = 44, (70, 80, 110)  # of 255; a mark must be read on a photograph and not disturb the text
PRINT_DOTS = 1.25  # dots for a point of paper
GREY = "0.86"
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Mark:
    """Who looks, and at what."""

    name: str
    uid: str
    office: str
    at: datetime
    number: str

    @property
    def lines(self) -> tuple[str, str]:
        return _(
            "{name}（{uid}）{office}", name=self.name, uid=self.uid, office=self.office
        ), f"{to_the_minute(self.at)}　{self.number}"


def on_picture(png: bytes, mark: Mark) -> bytes:
    """The page as JPEG with the mark burnt in."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as clean:
        page = clean.convert("RGB")
    page.paste(INK, (0, 0), _tiled(mark.lines, page.size, FAINT))
    out = io.BytesIO()
    page.save(out, format="JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()


def on_pdf(content: bytes, mark: Mark) -> bytes:
    """A PDF of our own with the mark on every page, darkening the paper and never the text."""
    with pikepdf.open(io.BytesIO(content)) as document:
        light = document.make_indirect(Dictionary(Type=Name.ExtGState, BM=Name.Multiply))
        for page in document.pages:
            left, low, right, high = (float(edge) for edge in page.mediabox)
            stamp = page.add_resource(_stamp(document, mark, right - left, high - low), Name.XObject)
            state = page.add_resource(light, Name.ExtGState)
            place = f"{right - left:.2f} 0 0 {high - low:.2f} {left:.2f} {low:.2f} cm"
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(f"\nQ q {state} gs {GREY} g {place} {stamp} Do Q".encode())
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def _stamp(document: pikepdf.Pdf, mark: Mark, width: float, height: float) -> Stream:
    """A mask: ink where the bit is 0."""
    size = (round(width * PRINT_DOTS), round(height * PRINT_DOTS))
    inked = _tiled(mark.lines, size, 255).point(lambda tone: 0 if tone > 127 else 255).convert("1")
    return Stream(
        document,
        inked.tobytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        ImageMask=True,
        Width=size[0],
        Height=size[1],
        BitsPerComponent=1,
    )


@lru_cache(maxsize=16)
def _tiled(lines: tuple[str, str], size: tuple[int, int], tone: int) -> Image.Image:
    """The mark in rows, every second one set off, turned; white on black.  Kept while one person turns the pages."""
    one = _one(lines, tone)
    side = math.ceil(math.hypot(*size))
    field = Image.new("L", (side, side))
    for row in range(side // one.height + 1):
        for x in range(-(row % 2) * one.width // 2, side, one.width):
            field.paste(one, (x, row * one.height))
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    turned = field.rotate(SLOPE, resample=Image.Resampling.BICUBIC)
    return turned.crop((left, top, left + size[0], top + size[1]))


def _one(lines: tuple[str, str], tone: int) -> Image.Image:
    font, words = _font(20), "\n".join(line if _chinese() else _ascii(line) for line in lines)
    left, top, right, bottom = ImageDraw.Draw(Image.new("L", (1, 1))).multiline_textbbox((0, 0), words, font)
    one = Image.new("L", (math.ceil(right - left) + GAP[0], math.ceil(bottom - top) + GAP[1]))
    ImageDraw.Draw(one).multiline_text((-left, -top), words, fill=tone, font=font)
    return one


def _font(size: int) -> Font:
    file, number = _chinese() or ("", 0)
    return ImageFont.truetype(file, size, index=number) if file else ImageFont.load_default(size)


@lru_cache(maxsize=1)
def _chinese() -> tuple[str, int] | None:
    """A typeface of this machine with Chinese in it; None: then the mark has the account, the time and figures."""
    if not (program := which("fc-match")):
        return None
    asked = [program, "-f", "%{file}\n%{index}\n%{lang}", "sans-serif:lang=zh-cn"]
    told = run(asked, capture_output=True, text=True, timeout=20, check=True).stdout  # noqa: S603
    file, number, languages = told.split("\n")
    return (file, int(number)) if "zh-cn" in languages.split("|") else None


def _ascii(line: str) -> str:
    return " ".join("".join(one if one.isascii() else " " for one in line).split())
