"""The child: python -m gateways.pictures MEDIA_TYPE NUMBER < FILE writes one PNG and touches nothing else."""

import sys
from pathlib import Path

from gateways.confined.limits import READER, confine, stay_inside

GIVEN = Path("/proc/self/fd/0")
NO_SUCH_PAGE, BROKEN = 3, 4


def main() -> int:
    """The exit code."""
    from gateways.pictures import drawing

    stay_inside()
    try:
        sys.stdout.buffer.write(drawing.answer(GIVEN, sys.argv[1], int(sys.argv[2])))
    except drawing.NoSuchPage:
        return NO_SUCH_PAGE
    except Exception:  # a file may break a reader in any way; the parent says that there is no picture
        return BROKEN
    return 0


if __name__ == "__main__":
    confine(READER)
    sys.exit(main())
