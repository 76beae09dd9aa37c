"""The l1 merit function: its penalty never falls, and what it accepts lowers it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqp.acceptance.merit import L1Merit, L1MeritRun
from sqp.acceptance.progress import Prediction, Progress
from sqp.errors import OptionError

pairs = st.builds(Progress, st.floats(-1e6, 1e6), st.floats(0, 1e3))
predictions = st.builds(
    Prediction,
    slope=st.floats(-1e6, 1e6),
    curvature=st.floats(-1e6, 1e6),
    violation=st.just(0.0),
    length=st.sampled_from([1.0, 0.5, 0.1]),
    multipliers=st.floats(0, 1e4),
)


def penalty(judge: L1MeritRun) -> float:
    """The price of violation, found by weighing it against the objective with a step that promises nothing else."""
    still = Prediction(slope=-1e-12, curvature=0.0, violation=1.0)
    low, high = 0.0, 1e12
    for _ in range(100):
        middle = 0.5 * (low + high)
        more = Progress(-middle, 2.0)  # one unit of violation more for ``middle`` less of the objective
        low, high = (low, middle) if judge.accepts(Progress(0.0, 1.0), more, still) else (middle, high)
    return high


@given(st.lists(st.tuples(pairs, pairs, predictions), min_size=1, max_size=5))
def test_the_penalty_never_falls(steps: list[tuple[Progress, Progress, Prediction]]) -> None:
    judge = L1Merit().start(Progress(0.0, 1.0))
    before = penalty(judge)
    for current, trial, predicted in steps:
        judge.record(current, trial, predicted)
        after = penalty(judge)
        assert after >= before * (1 - 1e-9)
        before = after


@given(pairs, predictions)
def test_the_penalty_exceeds_the_multipliers_of_an_accepted_step(current: Progress, predicted: Prediction) -> None:
    judge = L1Merit().start(current)
    judge.record(current, current, predicted)
    assert penalty(judge) >= predicted.multipliers * (1 - 1e-9)


@given(pairs, pairs, predictions)
def test_an_accepted_trial_improves_one_of_the_two(current: Progress, trial: Progress, predicted: Prediction) -> None:
    if L1Merit().start(current).accepts(current, trial, predicted):
        rounding = 1e-10 * (1 + abs(current.objective) + current.violation)
        assert trial.objective <= current.objective + rounding or trial.violation <= current.violation


@given(pairs, st.floats(-1e3, 1e3), st.floats(0, 1e4))
def test_a_step_that_does_what_the_model_says_is_accepted(here: Progress, slope: float, multipliers: float) -> None:
    """The linear model and half a promised decrease: more than the Armijo fraction asks for."""
    here = Progress(here.objective, here.violation + 1.0)
    predicted = Prediction(slope=slope, curvature=0.0, violation=0.0, multipliers=multipliers)
    assert L1Merit().start(here).accepts(here, Progress(here.objective + slope, 0.0), predicted)


def test_uphill_and_no_less_violated_is_refused() -> None:
    judge = L1Merit().start(Progress(0.0, 0.0))
    uphill = Prediction(slope=1.0, curvature=0.0, violation=0.0)
    assert not judge.accepts(Progress(0.0, 0.0), Progress(-1.0, 0.0), uphill)


def test_a_shorter_step_need_only_achieve_its_share() -> None:
    judge, here = L1Merit().start(Progress(0.0, 0.0)), Progress(0.0, 0.0)
    full = Prediction(slope=-1.0, curvature=0.0, violation=0.0)
    tiny = Progress(-5e-5, 0.0)
    assert not judge.accepts(here, tiny, full)
    assert judge.accepts(here, tiny, full.at(0.1))
    assert replace(full, length=0.1) == full.at(0.1)


def test_it_remembers_no_points() -> None:
    judge = L1Merit().start(Progress(0.0, 1.0))
    judge.block(Progress(0.0, 1.0))
    assert judge.acceptable(Progress(0.0, 1.0))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"armijo": 0.0}, r"L1Merit.armijo must be in \(0, 0.5\), got 0.0"),
        ({"penalty": 0.0}, "L1Merit.penalty must be positive, got 0.0"),
        ({"weight": 1.0}, r"L1Merit.weight must be in \(0, 1\), got 1.0"),
    ],
)
def test_settings_out_of_range(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(OptionError, match=sentence):
        L1Merit(**settings)
