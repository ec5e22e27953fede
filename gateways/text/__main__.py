"""The child: python -m gateways.text FILE [MEDIA_TYPE] prints one JSON object and touches nothing else."""

import json
import sys
from pathlib import Path

from gateways.confined.limits import READER, confine, stay_inside

MAX_TEXT = 1_000_000  # characters handed back


def answer(path: Path, claimed: str) -> dict[str, str | int]:
    """The extract, or the name of the refusal.  Whatever else a broken file causes counts as unreadable."""
    from gateways.text import formats, refusals

    stay_inside()
    try:
        media_type = formats.inspect(path, claimed)
        text, first_page, pages = formats.extract(path, media_type)
    except refusals.FileRefused as refusal:
        return {"refused": type(refusal).__name__}
    except MemoryError:
        return {"refused": "TooHeavy"}
    except Exception:  # a parser may fail in any way; the parent must still get an answer
        return {"refused": "Unreadable"}
    return {
        "text": text[:MAX_TEXT],
        "first_page": first_page[:MAX_TEXT],
        "pages": pages,
        "media_type": media_type,
    }


if __name__ == "__main__":
    confine(READER)
    sys.stdout.write(json.dumps(answer(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")))
