"""The trust region against a script: the radius shrinks after a rejection, grows at its edge, and ends the search."""

from __future__ import annotations

import pytest

from sqp.errors import OptionError
from sqp.step.trust_region import TrustRegion
from tests.unit.step.script import ScriptedJudge, ScriptedTrials, move


def test_an_accepted_step_at_the_edge_widens_the_region() -> None:
    run, judge = TrustRegion(radius=1.0, grow=3.0).start(), ScriptedJudge(lambda _: True)
    step = run.advance(ScriptedTrials(), move(1.0), judge)
    assert step is not None
    assert run.radius == 3.0
    assert judge.recorded == [step.progress]


def test_an_accepted_step_inside_leaves_the_region() -> None:
    run = TrustRegion(radius=10.0).start()
    assert run.advance(ScriptedTrials(), move(1.0), ScriptedJudge(lambda _: True)) is not None
    assert run.radius == 10.0


def test_a_rejected_step_is_asked_for_again_in_a_smaller_box() -> None:
    run, trials = TrustRegion(radius=10.0, shrink=0.5).start(), ScriptedTrials()
    step = run.advance(trials, move(1.0), ScriptedJudge(lambda trial: trial.objective >= -0.2))
    assert step is not None
    assert trials.radii == [0.5, 0.25, 0.125]
    assert step.length == 1.0  # the direction itself is shorter
    assert trials.tried == [1.0, 0.5, 0.25, 0.125]


def test_the_search_ends_at_the_smallest_radius() -> None:
    run, trials = TrustRegion(radius=1.0, smallest=0.1).start(), ScriptedTrials()
    assert run.advance(trials, move(1.0), ScriptedJudge(lambda _: False)) is None
    assert min(trials.tried) >= 0.1


def test_a_search_starts_again_from_a_radius_of_some_size() -> None:
    run = TrustRegion(radius=1.0).start()
    assert run.advance(ScriptedTrials(), move(1.0), ScriptedJudge(lambda _: False)) is None
    tiny = run.radius
    assert run.advance(ScriptedTrials(), move(1.0), ScriptedJudge(lambda _: True)) is not None
    assert run.radius > tiny


def test_it_shrinks_where_functions_cannot_be_evaluated() -> None:
    run, trials = TrustRegion(radius=1.0).start(), ScriptedTrials(edge=0.3)
    step = run.advance(trials, move(1.0), ScriptedJudge(lambda _: True))
    assert step is not None
    assert trials.failed == [1.0, 0.5]
    assert trials.tried == [0.25]


def test_a_step_that_violates_more_is_corrected() -> None:
    trials = ScriptedTrials(violation=lambda d: 1.0 if d == 1.0 else 0.0, correction=1.1)
    step = TrustRegion(corrections=1).start().advance(trials, move(), ScriptedJudge(lambda trial: not trial.violation))
    assert step is not None
    assert step.corrected
    assert trials.radii == []


def test_without_corrections_none_is_tried() -> None:
    trials = ScriptedTrials(violation=lambda d: 1.0 if d >= 1.0 else 0.0, correction=1.1)
    TrustRegion(corrections=0).start().advance(trials, move(), ScriptedJudge(lambda trial: not trial.violation))
    assert 1.1 not in trials.tried


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"radius": 0.0}, "TrustRegion.radius must be positive, got 0.0"),
        ({"smallest": -1.0}, "TrustRegion.smallest must be positive, got -1.0"),
        ({"shrink": 1.0}, r"TrustRegion.shrink must be in \(0, 1\), got 1.0"),
        ({"grow": 1.0}, "TrustRegion.grow must exceed 1, got 1.0"),
        ({"corrections": -1}, "TrustRegion.corrections must not be negative, got -1"),
    ],
)
def test_settings_out_of_range(settings: dict[str, float], sentence: str) -> None:
    with pytest.raises(OptionError, match=sentence):
        TrustRegion(**settings)  # pyright: ignore[reportArgumentType]
