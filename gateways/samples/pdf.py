"""样文 .pdf: written by hand, in the Song typeface that every reader of PDF brings along, so no font is embedded."""

from collections.abc import Iterator

from gateways.samples.paper import Look, Paper, Row

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 595, 842, 79, 74, 737, 99  # points: A4 and the standard's margins
MEASURE = WIDTH - LEFT - RIGHT
LEADING = 28
NO_LINE_BEGINS_WITH = "，。；：、！？）》〉”’〕"

FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]/FontDescriptor 5 0 R"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
)


def pdf(paper: Paper) -> bytes:
    """Pages of 22 lines with a text layer in Unicode."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", *FONT]
    kids = []
    for drawn in _pages(paper):
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (WIDTH, HEIGHT, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return _file(objects)


def _pages(paper: Paper) -> Iterator[bytes]:
    drawn: list[bytes] = []
    y = TOP
    for row in paper.rows():
        for line in _lines(row):
            if y < BOTTOM:
                yield b"\n".join(drawn)
                drawn, y = [], TOP
            drawn.append(_drawn(line, row.look, y))
            y -= max(LEADING, int(row.look.size * 1.4))
    yield b"\n".join(drawn)


def _lines(row: Row) -> Iterator[str]:
    """Broken at the measure; a closing mark hangs over rather than begin a line."""
    rest = row.words
    while _width(rest, row.look) > MEASURE:
        fits = next(n for n in range(len(rest), 0, -1) if _width(rest[:n], row.look) <= MEASURE)
        while fits < len(rest) and rest[fits] in NO_LINE_BEGINS_WITH:
            fits += 1
        yield rest[:fits]
        rest = rest[fits:]
    yield rest


def _drawn(line: str, look: Look, y: int) -> bytes:
    spare = MEASURE - _width(line, look)
    x = LEFT + {"left": 0.0, "centre": spare / 2, "right": spare - 2 * look.size}[look.place]
    colour = b"0.75 0 0 rg" if look.red else b"0 g"
    words = line.encode("utf-16-be").hex().encode()
    return b"BT %s /F1 %d Tf %.1f %d Td <%s> Tj ET" % (colour, look.size, x, y, words)


def _width(line: str, look: Look) -> float:
    """In points: a Chinese character is as wide as it is high, others half of that."""
    return sum(look.size * (1.0 if ord(letter) > 0xFF else 0.5) for letter in line)


def _file(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(out),
    )
    return bytes(out)
