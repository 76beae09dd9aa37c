"""The filter: what it must never accept, and what it must not refuse."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sqp.acceptance.filter import Filter, FilterRun
from sqp.acceptance.progress import Prediction, Progress
from sqp.errors import OptionError

objectives = st.floats(-1e6, 1e6)
violations = st.floats(0, 1e3)
pairs = st.builds(Progress, objectives, violations)
predictions = st.builds(
    Prediction, slope=st.floats(-1e6, 1e6), curvature=st.floats(-1e6, 1e6), violation=st.just(0.0), length=st.just(1.0)
)
DOWNHILL = Prediction(slope=-1.0, curvature=1.0, violation=0.0)


def run(start: Progress | None = None, blocked: list[Progress] | None = None) -> FilterRun:
    judge = Filter().start(start or Progress(0.0, 1.0))
    for entry in blocked or []:
        judge.block(entry)
    return judge


@given(st.lists(pairs, max_size=6), pairs, pairs, predictions)
def test_a_dominated_trial_is_never_accepted(
    blocked: list[Progress], current: Progress, trial: Progress, predicted: Prediction
) -> None:
    assume(any(trial.objective >= b.objective and trial.violation >= b.violation for b in blocked))
    judge = run(Progress(0.0, 1e3), blocked)
    assert not judge.acceptable(trial)
    assert not judge.accepts(current, trial, predicted)


@given(st.lists(pairs, max_size=6), st.lists(pairs, max_size=3), pairs)
def test_what_is_blocked_stays_blocked(earlier: list[Progress], later: list[Progress], trial: Progress) -> None:
    judge = run(Progress(0.0, 1e3), earlier)
    if not judge.acceptable(trial):
        for entry in later:
            judge.block(entry)
        assert not judge.acceptable(trial)


@given(st.lists(pairs, max_size=6), pairs, pairs, predictions)
def test_judging_changes_nothing(
    blocked: list[Progress], current: Progress, trial: Progress, predicted: Prediction
) -> None:
    judge = run(blocked=blocked)
    answers = [judge.accepts(current, trial, predicted) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]


@given(pairs, pairs, predictions)
def test_an_accepted_trial_improves_one_of_the_two(current: Progress, trial: Progress, predicted: Prediction) -> None:
    if run(Progress(0.0, 1e3)).accepts(current, trial, predicted):
        rounding = 1e-14 * abs(current.objective)
        assert trial.objective <= current.objective + rounding or trial.violation < current.violation


@given(pairs, predictions)
def test_the_shortest_length_is_positive_and_less_than_one(current: Progress, predicted: Prediction) -> None:
    assert 0 < run().shortest(current, predicted) < 1


def test_the_largest_violation_is_relative_to_the_start() -> None:
    far = Progress(-1e9, 5e4)
    assert not run(Progress(0.0, 1.0)).acceptable(far)
    assert run(Progress(0.0, 1e3)).acceptable(far)
    assert not run().acceptable(Progress(0.0, float("nan")))


def test_a_feasible_point_leaves_downhill_only_with_sufficient_decrease() -> None:
    here = Progress(1.0, 0.0)
    assert run().accepts(here, Progress(0.9, 0.0), DOWNHILL)
    assert not run().accepts(here, Progress(1.0 - 1e-6, 0.0), DOWNHILL)
    assert not run().accepts(here, Progress(1.1, 0.0), DOWNHILL)


def test_a_step_for_the_objective_is_not_remembered_and_one_for_feasibility_is() -> None:
    here = Progress(1.0, 1e-5)
    judge = run()
    judge.record(here, Progress(0.5, 1e-5), DOWNHILL)
    assert judge.acceptable(here)
    judge.record(here, Progress(2.0, 0.0), Prediction(slope=1.0, curvature=0.0, violation=0.0))
    assert not judge.acceptable(here)
    assert judge.acceptable(Progress(2.0, 0.0))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"violation_margin": 0.0}, r"Filter.violation_margin must be in \(0, 1\), got 0.0"),
        ({"objective_margin": 1.0}, r"Filter.objective_margin must be in \(0, 1\), got 1.0"),
        ({"armijo": 0.5}, r"Filter.armijo must be in \(0, 0.5\), got 0.5"),
        ({"largest": -1.0}, "Filter.largest must be positive, got -1.0"),
        ({"small": 0.0}, "Filter.small must be positive, got 0.0"),
    ],
)
def test_settings_out_of_range(settings: dict[str, float], sentence: str) -> None:
    with pytest.raises(OptionError, match=sentence):
        Filter(**settings)
