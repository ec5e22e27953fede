"""The child: reads kind, values and template from its standard input, writes the form or the reason there is none."""

import json
import sys
from types import SimpleNamespace

from gateways.confined.limits import READER, confine, stay_inside
from gateways.form_room import DONE, REFUSED


def main() -> bytes:
    from gateways import forms
    from gateways.form_parts import BadTemplate
    from gateways.text import package
    from gateways.text.refusals import FileRefused
    from models.papers import KINDS

    given = sys.stdin.buffer
    told = json.loads(given.read(int.from_bytes(given.read(8), "big")), object_hook=_thing)
    template, kind = given.read(), KINDS[told.kind]
    stay_inside()
    try:
        package.inspect_bytes(template)
        return DONE + forms.checked_and_filled(template, kind, vars(told.values))
    except FileRefused as refusal:
        return REFUSED + type(refusal).__name__.encode()
    except BadTemplate as error:
        return REFUSED + str(error).encode()


def _thing(values: dict[str, object]) -> SimpleNamespace:
    """Names only: what a template reaches has no method of a dictionary."""
    return SimpleNamespace(**values)


if __name__ == "__main__":
    confine(READER)
    sys.stdout.buffer.write(main())
