"""走一遍: every step in its turn, a line for each, and at the end what it all came to."""

from collections.abc import Callable
from threading import Event

from rich.cells import cell_len

from api.cli.audit import check
from api.cli.people import everybody
from api.cli.walk.browser import Stuck
from api.cli.walk.story import STEPS, Life, Step
from api.cli.walk.watch import Watch
from config.settings import settings

STAGES = ("received", "registered", "approved", "circulated", "supervised", "archived", "destroyed")
NOTHING = "—"
Say = Callable[[str], None]


def walk(password: str, say: Say, stop: Event) -> str:
    """The closing line.  Raises Stuck with the step that did not come."""
    watch = Watch(stop)
    watch.engine_is_up()
    watch.all_is_done()
    names = {one["uid"]: one["name"] for one in everybody()}
    life = Life(settings().public_url, password, names, watch, stop)
    for number, step in enumerate(STEPS, start=1):
        say(_line(number, step, life, _take(step, life)))
    return _sum(life)


def _take(step: Step, life: Life) -> str:
    """What was done, when the engine has done its part too."""
    me = life.browser(step.uid)
    if step.waits_for:
        subject = life.order if step.waits_for in ("approve-order", "witness") else life.document
        me.is_asked(step.waits_for, subject)
    done = step.act(life, me)
    life.watch.all_is_done()
    return done


def _line(number: int, step: Step, life: Life, done: str) -> str:
    """Who, what, which Prefect run, which form."""
    runs = [run.partition(" ")[0][:16] for run in life.watch.new_runs()]
    forms = [name.removesuffix(".docx").rpartition("-")[2] for name in life.watch.new_forms(*life.owners)]
    who = f"{life.names[step.uid]}（{step.uid}）"
    cells = (
        _wide(f"{number:2} {step.word}", 8),
        _wide(who, 16),
        _wide(done, 46),
        _wide(" ".join(runs) or NOTHING, 17),
    )
    return "".join(cells) + (" ".join(forms) or NOTHING)


def _sum(life: Life) -> str:
    told = life.browser("lin").reads(f"/documents/{life.document}/ledger")
    reached = {line["stage"] for line in told}
    if missing := [stage for stage in STAGES if stage not in reached]:
        raise Stuck(f"没有走到：{'、'.join(missing)}")
    if broken := check()["broken"]:
        raise Stuck(f"台账核对不符：{broken}")
    runs, mails = len(life.watch.runs()), len(life.watch.mails())
    forms = len(life.watch.forms(*life.owners))
    return f"walked 1 document: {len(reached)} stages, {runs} runs, {mails} mails, {forms} forms, audit ok"


def _wide(words: str, width: int) -> str:
    """Padded by what it takes on the screen: a Chinese character is two wide."""
    return words + " " * max(1, width - cell_len(words))
