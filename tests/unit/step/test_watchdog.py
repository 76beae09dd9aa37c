"""The watchdog against a script: when it trusts, what justifies trust, and where it returns to."""

from __future__ import annotations

import numpy as np
import pytest

from sqp.acceptance.progress import Prediction
from sqp.errors import OptionError
from sqp.step.step import Move
from sqp.step.watchdog import Watchdog, WatchdogRun
from tests.unit.step.script import ScriptedJudge, ScriptedTrials, move


def shortened(settings: Watchdog) -> WatchdogRun:
    """A run that has just seen ``trigger`` shortened steps."""
    run = settings.start()
    for _ in range(settings.trigger):
        step = run.advance(ScriptedTrials(), move(), ScriptedJudge(lambda trial: trial.objective >= -0.5))
        assert step is not None
        assert step.length < 1.0
    return run


def test_it_is_the_line_search_until_steps_have_been_shortened() -> None:
    judge = ScriptedJudge(lambda trial: trial.objective >= -0.3)
    plain, watched = Watchdog().search.start(), Watchdog(trigger=1).start()
    expected, found = (run.advance(ScriptedTrials(), move(), judge) for run in (plain, watched))
    assert expected is not None
    assert found is not None
    assert found.length == expected.length == 0.25


def test_then_a_full_step_passes_without_being_good_enough() -> None:
    run = shortened(Watchdog(trigger=2, trials=1))
    judge = ScriptedJudge(lambda _: False, is_acceptable=True)
    step = run.advance(ScriptedTrials(), move(), judge)
    assert step is not None
    assert step.length == 1.0
    assert judge.recorded == []


def test_a_later_step_that_is_good_enough_for_the_origin_justifies_them() -> None:
    run = shortened(Watchdog(trigger=1, trials=2))
    assert run.advance(ScriptedTrials(), move(), ScriptedJudge(lambda _: False, is_acceptable=True)) is not None
    judge = ScriptedJudge(lambda _: True)
    step = run.advance(ScriptedTrials(x=1.0), move(), judge)
    assert step is not None
    assert judge.recorded == [step.progress]


def test_when_trust_is_used_up_the_search_goes_on_from_the_origin() -> None:
    run = shortened(Watchdog(trigger=1, trials=1))
    assert run.advance(ScriptedTrials(x=0.0), move(), ScriptedJudge(lambda _: False, is_acceptable=True)) is not None
    there = ScriptedTrials(x=1.0)
    step = run.advance(there, move(), ScriptedJudge(lambda trial: trial.objective >= 0.6))
    assert step is not None
    np.testing.assert_allclose(step.values.x, [0.25])  # of the origin's own step of length one
    np.testing.assert_allclose(step.move.d, [-0.75])
    assert step.length == 0.25


def test_no_step_is_trusted_that_is_not_acceptable_at_all() -> None:
    run = shortened(Watchdog(trigger=1, trials=3))
    judge = ScriptedJudge(lambda trial: trial.objective >= -0.3)
    step = run.advance(ScriptedTrials(), move(), judge)
    assert step is not None
    assert step.length < 1.0


def test_functions_that_end_somewhere_end_the_trust() -> None:
    run = shortened(Watchdog(trigger=1))
    step = run.advance(ScriptedTrials(edge=0.6), move(), ScriptedJudge(lambda _: True))
    assert step is not None
    assert step.length == 0.5


def test_a_relaxed_step_is_never_trusted() -> None:
    run = shortened(Watchdog(trigger=1))
    relaxed = Move(np.array([1.0]), Prediction(slope=-1.0, curvature=0.0, violation=0.5))
    judge = ScriptedJudge(lambda trial: trial.objective >= -0.5, is_acceptable=True)
    step = run.advance(ScriptedTrials(), relaxed, judge)
    assert step is not None
    assert step.length == 0.5


def test_a_run_that_recalls_goes_on_like_the_one_that_remembers() -> None:
    """In the middle of steps on trust, with all that must be known of the point where they began."""
    settings = Watchdog(trigger=1, trials=1)
    run, other = shortened(settings), settings.start()
    assert run.advance(ScriptedTrials(x=0.0), move(), ScriptedJudge(lambda _: False, is_acceptable=True)) is not None
    other.recall(run.memory())
    judge = ScriptedJudge(lambda trial: trial.objective >= 0.6)
    steps = [each.advance(ScriptedTrials(x=1.0), move(), judge) for each in (run, other)]
    assert steps[0] is not None
    assert steps[1] is not None
    np.testing.assert_array_equal(steps[0].values.x, steps[1].values.x)
    assert steps[0].length == steps[1].length
    assert run.radius == other.radius


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"search": 1}, "Watchdog.search must be a LineSearch, got 1"),
        ({"trigger": 0}, "Watchdog.trigger must be at least 1, got 0"),
        ({"trials": 0}, "Watchdog.trials must be at least 1, got 0"),
    ],
)
def test_settings_out_of_range(settings: dict[str, int], sentence: str) -> None:
    with pytest.raises(OptionError, match=sentence):
        Watchdog(**settings)  # pyright: ignore[reportArgumentType]
