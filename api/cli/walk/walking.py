"""走一遍: every step in its turn, a line for each, and at the end what it all came to."""

from collections.abc import Callable
from threading import Event

from rich.cells import cell_len

from api.cli.audit import check
from api.cli.people import everybody
from api.cli.walk.browser import Stuck
from api.cli.walk.life import Life
from api.cli.walk.steps import STEPS, Step
from api.cli.walk.watch import Watch
from config.settings import settings

STAGES = ("received", "registered", "approved", "circulated", "supervised", "archived", "destroyed")
HEADS = ("步骤", "谁", "做了什么", "Prefect 运行", "打印的表单")
WIDTHS = (7, 14, 44, 16, 0)
RUN_SHOWN = len("advance-") + 8  # the name goes on with the rest of an opaque id
NOTHING = "—"
Say = Callable[[str], None]


def walk(password: str, say: Say, stop: Event) -> str:
    """The closing line.  Raises Stuck with the step that did not come."""
    watch = Watch(stop)
    watch.everything_is_up()
    watch.all_is_done()
    names = {one["uid"]: one["name"] for one in everybody()}
    life = Life(settings().public_url, password, names, watch, stop)
    say(_row(*HEADS))
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
    """Who, what, which Prefect runs, which forms."""
    runs = [run[:RUN_SHOWN] for run in life.watch.new_runs()]
    forms = [name.removesuffix(".docx").rpartition("-")[2] for name in life.watch.new_forms(*life.owners)]
    who = f"{life.names[step.uid]}（{step.uid}）"
    return _row(f"{number:2} {step.word}", who, done, " ".join(runs) or NOTHING, " ".join(forms) or NOTHING)


def _row(*cells: str) -> str:
    """Side by side by what they take on the screen: a Chinese character is two wide."""
    padded = (words + " " * (width - cell_len(words)) for words, width in zip(cells, WIDTHS, strict=True))
    return "  ".join(padded).rstrip()


def _sum(life: Life) -> str:
    told = life.browser("lin").reads(f"/documents/{life.document}/ledger")
    reached = {line["stage"] for line in told}
    if missing := [stage for stage in STAGES if stage not in reached]:
        raise Stuck(f"没有走到：{'、'.join(missing)}")
    if found := check(None, None, None).findings:
        raise Stuck(f"审计记录核对不符：{found[0].where} {found[0].what}")
    runs, mails = len(life.watch.runs()), len(life.watch.mails_about(*life.owners))
    forms = len(life.watch.forms(*life.owners))
    return f"walked 1 document: {len(reached)} stages, {runs} runs, {mails} mails, {forms} forms, audit ok"
