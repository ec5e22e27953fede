"""Whatever anybody presses, in whatever order: no document is lost, doubled or left without an owner."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from models.stages import Stage
from tests.held import everything_holds
from tests.personas import Cast
from tests.rules.crowd import AnySequence
from tests.rules.pressed import REACHED


@pytest.mark.slow
def test_any_sequence_of_acts_leaves_one_well_defined_set_of_tasks(cast: Cast) -> None:
    AnySequence.cast = cast
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=25,
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    everything_holds()
    assert set(Stage) - {Stage.RETURNED} <= REACHED, "the crowd must get somewhere"
