"""The funnel: it only narrows, nothing outside is accepted, and inside the objective decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqp.acceptance.funnel import Funnel
from sqp.acceptance.progress import Prediction, Progress
from sqp.errors import OptionError

pairs = st.builds(Progress, st.floats(-1e6, 1e6), st.floats(0, 1e3))
predictions = st.builds(Prediction, slope=st.floats(-1e6, 1e6), curvature=st.just(0.0), violation=st.just(0.0))
UPHILL = Prediction(slope=1.0, curvature=0.0, violation=0.0)
DOWNHILL = Prediction(slope=-1.0, curvature=0.0, violation=0.0)


@given(st.lists(st.tuples(pairs, pairs, predictions), min_size=1, max_size=6))
def test_it_never_widens_and_the_iterate_stays_inside(steps: list[tuple[Progress, Progress, Prediction]]) -> None:
    judge = Funnel().start(Progress(0.0, 10.0))
    for current, trial, predicted in steps:
        before = judge.width
        if judge.accepts(current, trial, predicted):
            judge.record(current, trial, predicted)
            assert judge.acceptable(trial)
        assert judge.width <= before


def test_the_first_width_follows_the_violation_at_the_start() -> None:
    assert Funnel(width=1.0, factor=1.5).start(Progress(0.0, 0.1)).width == 1.0
    assert Funnel(width=1.0, factor=1.5).start(Progress(0.0, 10.0)).width == 15.0


def test_a_step_for_feasibility_narrows_the_funnel_and_one_for_the_objective_does_not() -> None:
    judge = Funnel(memory=0.5).start(Progress(0.0, 2.0))
    judge.record(Progress(0.0, 0.1), Progress(-1.0, 0.2), DOWNHILL)
    assert judge.width == 3.0
    judge.record(Progress(0.0, 2.0), Progress(9.0, 1.0), UPHILL)
    assert judge.width == 2.0


def test_a_step_for_the_objective_may_violate_more_within_the_width() -> None:
    judge = Funnel().start(Progress(0.0, 0.0))
    assert judge.accepts(Progress(0.0, 0.0), Progress(-0.5, 0.9), DOWNHILL)
    assert not judge.accepts(Progress(0.0, 0.0), Progress(-0.5, 1.1), DOWNHILL)
    assert not judge.accepts(Progress(0.0, 0.0), Progress(0.1, 0.0), DOWNHILL)


def test_a_blocked_point_is_outside() -> None:
    judge = Funnel().start(Progress(0.0, 2.0))
    judge.block(Progress(0.0, 0.5))
    assert not judge.acceptable(Progress(-1e9, 0.5))
    assert judge.acceptable(Progress(1e9, 0.4))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"width": 0.0}, "Funnel.width must be positive, got 0.0"),
        ({"factor": 1.0}, "Funnel.factor must exceed 1, got 1.0"),
        ({"margin": 1.0}, r"Funnel.margin must be in \(0, 1\), got 1.0"),
        ({"memory": 0.0}, r"Funnel.memory must be in \(0, 1\), got 0.0"),
        ({"switch": -1.0}, "Funnel.switch must be positive, got -1.0"),
        ({"armijo": 0.5}, r"Funnel.armijo must be in \(0, 0.5\), got 0.5"),
    ],
)
def test_settings_out_of_range(settings: dict[str, float], sentence: str) -> None:
    with pytest.raises(OptionError, match=sentence):
        Funnel(**settings)
