"""乱填: the door for programs is asked thousands of things nobody would ask, by everybody; every answer is one it told of.

FUZZ (how many at most: some operations have only so many ways to be asked) and FUZZ_SEED take a run back.
"""

import os
import secrets
import sys
import tempfile
import warnings
from pathlib import Path
from random import Random

from bench.figures import record
from tests.faults.fuzzing import ASKERS, Fuzz
from tests.rights.house import furnished
from tests.rights.premises import premises

CASES = int(os.environ.get("FUZZ", "24000"))


def main() -> int:
    seed = int(os.environ.get("FUZZ_SEED", secrets.randbelow(10**9)))
    print(f"seed {seed}", flush=True)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory(prefix="jiyao-fuzz-") as folder, premises(Path(folder)) as kept:
        fuzz = Fuzz(furnished(), kept, Random(seed))
        fuzz.all(CASES)
    return _tell(fuzz, seed)


def _tell(fuzz: Fuzz, seed: int) -> int:
    broken = sum(many for status, many in fuzz.answers.items() if status >= 500)
    again = f"FUZZ={CASES} FUZZ_SEED={seed} python -m bench.fuzz"
    record("fuzz.cases", fuzz.cases, f"requests of {len(ASKERS)} kinds of people", "", True, seed, again)
    record("fuzz.broken", broken, "answers 5xx", "0", not broken, seed, again)
    wrong = fuzz.wrong.total()
    record(
        "fuzz.undocumented",
        wrong,
        "answers not in the document, or with a trace",
        "0",
        not wrong,
        seed,
        again,
    )
    print(
        f"{fuzz.cases} cases, {broken} 5xx, {wrong} not as the document says; {dict(sorted(fuzz.answers.items()))}"
    )
    print(*(f"{many:5} {what}" for what, many in fuzz.wrong.most_common(60)), sep="\n")
    return 1 if wrong or broken else 0


if __name__ == "__main__":
    sys.exit(main())
