"""What every acceptance test must do, whatever it compares."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sqp.acceptance
from sqp.acceptance.progress import Acceptance, Estimates, Prediction, Progress, Rows
from sqp.bounds import Bounds
from tests.contracts.strategies import strategies

every_acceptance = pytest.mark.parametrize("acceptance", strategies(sqp.acceptance, Acceptance), ids=repr)
EQUALITY = Bounds([0.0], [0.0])

objectives = st.floats(-1e3, 1e3)
violations = st.floats(0, 1e3)
slopes = st.floats(-1e3, 1e3)


def point(objective: float, violation: float) -> Progress:
    """A point of a problem with one equality, c = 0, that is violated by ``violation``."""
    return Progress(objective, violation, Rows(np.array([violation]), EQUALITY))


def prediction(slope: float, y: float = 0.0, change: float = 0.0) -> Prediction:
    estimates = Estimates(np.array([y]), np.array([change]))
    return Prediction(slope, curvature=0.0, violation=0.0, multipliers=abs(y + change), estimates=estimates)


@every_acceptance
@settings(max_examples=25)
@given(objectives, violations, st.floats(-1e3, -1e-3))
def test_a_step_that_loses_in_both_is_refused(acceptance: Any, f: float, violation: float, slope: float) -> None:
    here = point(f, violation)
    worse = point(f + 1.0, 2.0 * violation + 1.0)
    assert not acceptance.start(here).accepts(here, worse, prediction(slope))


@every_acceptance
@settings(max_examples=25)
@given(objectives, st.floats(1e-3, 1e3), st.floats(-1e3, 1e3))
def test_a_step_that_does_what_the_linear_model_says_is_accepted(
    acceptance: Any, f: float, violation: float, slope: float
) -> None:
    here = point(f, violation)
    step = prediction(slope, change=slope / violation)  # what g + J'y = 0 says of a step with J d = -c
    assert acceptance.start(here).accepts(here, point(f + slope, 0.0), step)


@every_acceptance
@settings(max_examples=25)
@given(objectives, st.floats(-1e3, -1e-3))
def test_at_a_feasible_point_the_objective_must_fall_by_a_part_of_what_is_promised(
    acceptance: Any, f: float, slope: float
) -> None:
    here = point(f, 0.0)
    judge = acceptance.start(here)
    assert judge.accepts(here, point(f + 0.9 * slope, 0.0), prediction(slope))
    assert not judge.accepts(here, point(f + 1e-6 * slope, 0.0), prediction(slope)) or abs(1e-6 * slope) < 1e-11
    assert not judge.accepts(here, point(f - slope, 0.0), prediction(slope))


@every_acceptance
@settings(max_examples=25)
@given(st.lists(st.tuples(objectives, violations, objectives, violations, slopes), max_size=4))
def test_judging_changes_nothing_and_a_run_is_its_own(
    acceptance: Any, steps: list[tuple[float, float, float, float, float]]
) -> None:
    once, often = acceptance.start(point(0.0, 1.0)), acceptance.start(point(0.0, 1.0))
    for f, violation, trial_f, trial_violation, slope in steps:
        judged = point(f, violation), point(trial_f, trial_violation), prediction(slope)
        answer = once.accepts(*judged)
        assert [often.accepts(*judged) for _ in range(3)] == [answer] * 3
        if answer:
            once.record(*judged)
            often.record(*judged)


@every_acceptance
@settings(max_examples=25)
@given(objectives, violations, slopes)
def test_the_shortest_length_is_positive_and_less_than_one(
    acceptance: Any, f: float, violation: float, slope: float
) -> None:
    here = point(f, violation)
    assert 0 < acceptance.start(here).shortest(here, prediction(slope)) < 1


@every_acceptance
@settings(max_examples=25)
@given(objectives, st.floats(1e-6, 1e3))
def test_a_restoration_phase_may_return_with_much_less_violation(acceptance: Any, f: float, violation: float) -> None:
    judge = acceptance.start(point(f, violation))
    judge.block(point(f, violation))
    assert judge.acceptable(point(f + 1.0, 0.5 * violation))


@every_acceptance
def test_without_constraints_only_the_objective_counts(acceptance: Any) -> None:
    here = Progress(1.0, 0.0)
    downhill = Prediction(slope=-1.0, curvature=1.0, violation=0.0)
    judge = acceptance.start(here)
    assert judge.accepts(here, Progress(0.5, 0.0), downhill)
    judge.record(here, Progress(0.5, 0.0), downhill)
    assert not judge.accepts(here, Progress(1.5, 0.0), downhill)
