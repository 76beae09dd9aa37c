"""The line search against a script: lengths, corrections, functions that end somewhere."""

from __future__ import annotations

import numpy as np
import pytest

from sqp.errors import OptionError
from sqp.step.line_search import LineSearch
from tests.unit.step.script import ScriptedJudge, ScriptedTrials, move


def test_the_full_step_is_tried_first_and_recorded_once() -> None:
    trials, judge = ScriptedTrials(), ScriptedJudge(lambda _: True)
    step = LineSearch().start().advance(trials, move(), judge)
    assert step is not None
    assert (step.length, step.corrected, trials.tried) == (1.0, False, [1.0])
    assert judge.recorded == [step.progress]


def test_lengths_fall_by_the_factor_and_the_prediction_with_them() -> None:
    trials, judge = ScriptedTrials(), ScriptedJudge(lambda trial: trial.objective >= -0.1)
    step = LineSearch(backtrack=0.5).start().advance(trials, move(), judge)
    assert step is not None
    assert trials.tried == judge.lengths == [1.0, 0.5, 0.25, 0.125, 0.0625]
    assert step.length == 0.0625
    np.testing.assert_array_equal(step.values.x, [0.0625])


def test_it_gives_up_at_the_shortest_length_and_records_nothing() -> None:
    trials, judge = ScriptedTrials(), ScriptedJudge(lambda _: False, shortest=0.2)
    assert LineSearch().start().advance(trials, move(), judge) is None
    assert trials.tried == [1.0, 0.5, 0.25]
    assert judge.recorded == []


def test_it_gives_up_after_the_most_trials() -> None:
    trials, judge = ScriptedTrials(), ScriptedJudge(lambda _: False, shortest=1e-300)
    assert LineSearch(trials=3).start().advance(trials, move(), judge) is None
    assert len(trials.tried) == 3


def test_it_steps_back_from_where_functions_cannot_be_evaluated() -> None:
    trials, judge = ScriptedTrials(edge=0.3), ScriptedJudge(lambda _: True)
    step = LineSearch().start().advance(trials, move(), judge)
    assert step is not None
    assert trials.failed == [1.0, 0.5]
    assert step.length == 0.25


def test_functions_that_can_be_evaluated_nowhere_end_the_search() -> None:
    trials, judge = ScriptedTrials(edge=-1.0), ScriptedJudge(lambda _: True)
    assert LineSearch(trials=5).start().advance(trials, move(), judge) is None
    assert len(trials.failed) <= 5


def test_a_full_step_that_violates_more_is_corrected_before_it_is_shortened() -> None:
    trials = ScriptedTrials(violation=lambda d: 1.0 if d == 1.0 else 0.0, correction=1.1)
    judge = ScriptedJudge(lambda trial: trial.violation == 0.0)
    step = LineSearch().start().advance(trials, move(), judge)
    assert step is not None
    assert step.corrected
    assert step.length == 1.0
    assert trials.tried == [1.0, 1.1]


def test_a_correction_that_does_not_help_is_given_up() -> None:
    trials = ScriptedTrials(violation=lambda d: 1.0 if d >= 1.0 else 0.0, correction=1.1)
    judge = ScriptedJudge(lambda trial: trial.violation == 0.0)
    step = LineSearch(corrections=4).start().advance(trials, move(), judge)
    assert step is not None
    assert not step.corrected
    assert trials.tried == [1.0, 1.1, 0.5]


def test_a_correction_far_longer_than_the_step_is_not_tried() -> None:
    trials = ScriptedTrials(violation=lambda d: 1.0 if d >= 1.0 else 0.0, correction=50.0)
    LineSearch().start().advance(trials, move(), ScriptedJudge(lambda trial: trial.violation == 0.0))
    assert 50.0 not in trials.tried


def test_no_correction_is_asked_for_where_violation_falls() -> None:
    trials = ScriptedTrials(violation=lambda d: 1.0 - 0.5 * d, correction=1.1)
    LineSearch().start().advance(trials, move(), ScriptedJudge(lambda trial: trial.objective > -0.4))
    assert 1.1 not in trials.tried


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"backtrack": 1.5}, r"LineSearch.backtrack must be in \(0, 1\), got 1.5"),
        ({"trials": 0}, "LineSearch.trials must be at least 1, got 0"),
        ({"corrections": -1}, "LineSearch.corrections must not be negative, got -1"),
    ],
)
def test_settings_out_of_range(settings: dict[str, float], sentence: str) -> None:
    with pytest.raises(OptionError, match=sentence):
        LineSearch(**settings)  # pyright: ignore[reportArgumentType]
