"""推进: the one flow.  It carries what is owed, then does the mails and forms that came of it, and ends."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flows import errands
from gateways.engine.runs import flow, only_codes, task
from gateways.errors import SafeError
from models.outbox import GRACE, HAND_OVERS, WORLD, Errand, Topic

LOT = 100  # hand-overs in one run, so that under a backlog they share its price
PARCEL = 20  # mails and forms in one run
FEW = 4  # so many get a task each; more of a kind share one, for each costs the Prefect server 60 ms


@flow(name="advance", flow_run_name="advance-{of}", validate_parameters=False)
@only_codes
def advance(errand_ids: list[str], of: str) -> None:
    """Ids only: Prefect keeps what it is given.  Run twice, it changes nothing."""
    owed = _find(errand_ids)
    hand_overs = [errand for errand in owed if errand.topic in HAND_OVERS]
    post = [errand for errand in owed if errand.topic in WORLD]
    codes = errands.do(hand_overs)
    with errands.at_the_window() as free:
        if free and 0 < len(hand_overs) < LOT:  # a full lot means that more people wait: they come first
            post += errands.claim(WORLD, PARCEL, ahead=GRACE)
        codes += _deliver(post)
    _say(codes)


@task(name="send", task_run_name="send-{of}")
@only_codes
def send(errand_ids: list[str], of: str) -> None:
    """信件.  One that fails is a failed task here; it is tried again from the outbox."""
    _say(errands.do(_find(errand_ids)))


@task(name="print", task_run_name="print-{of}")
@only_codes
def print_forms(errand_ids: list[str], of: str) -> None:
    """表单."""
    _say(errands.do(_find(errand_ids)))


@task(name="anchor", task_run_name="anchor-{of}")
@only_codes
def publish_anchors(errand_ids: list[str], of: str) -> None:
    """存证."""
    _say(errands.do(_find(errand_ids)))


@task(name="prove", task_run_name="prove-{of}")
@only_codes
def prove(errand_ids: list[str], of: str) -> None:
    """核对."""
    _say(errands.do(_find(errand_ids)))


STEPS: dict[Topic, Callable[..., Any]] = {
    Topic.LETTER: send,
    Topic.ANCHOR: publish_anchors,
    Topic.PRINT: print_forms,
    Topic.PROOF: prove,
}


def ids_and_name(some: list[Errand]) -> tuple[list[str], str]:
    """What a run or a task is given, and the opaque word it is called by."""
    return [str(one.id) for one in some], str(some[0].subject) if len(some) == 1 else f"lot-{some[0].id}"


def _deliver(post: list[Errand]) -> list[str]:
    """The steps that touch the world.  A failed one fails the run, and stops no other."""
    failed = []
    try:
        for parcel in _parcels(post):
            topic = parcel[0].topic
            if not STEPS[topic](*ids_and_name(parcel), return_state=True).is_completed():
                failed.append(topic.value)
    finally:
        errands.give_back(post)  # whatever Prefect did not let us begin
    return failed


def _parcels(post: list[Errand]) -> list[list[Errand]]:
    """Letters before forms: somebody reads them sooner."""
    if len(post) <= FEW:
        return [[one] for topic in STEPS for one in post if one.topic is topic]
    kinds = [[one for one in post if one.topic is topic] for topic in STEPS]
    return [kind for kind in kinds if kind]


def _find(errand_ids: list[str]) -> list[Errand]:
    return errands.find([UUID(one) for one in errand_ids])


def _say(codes: list[str]) -> None:
    """Raises SafeError: what went wrong, how often, and nothing else."""
    if codes:
        raise SafeError(", ".join(f"{code} x{times}" for code, times in sorted(Counter(codes).items())))
