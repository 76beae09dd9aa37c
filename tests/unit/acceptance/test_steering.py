"""The steered penalty: it listens to the model, not to the multipliers."""

from __future__ import annotations

import pytest

from sqp.acceptance.merit import L1Merit
from sqp.acceptance.progress import Prediction, Progress
from sqp.acceptance.steering import SteeredMerit
from sqp.errors import OptionError

HERE = Progress(0.0, 1.0)


def test_large_multipliers_do_not_raise_the_penalty() -> None:
    """A step that gains much and violates a little more: only a moderate penalty lets it pass."""
    predicted = Prediction(slope=-10.0, curvature=0.0, violation=0.0, multipliers=1e6)
    trial = Progress(-10.0, 1.5)
    assert SteeredMerit().start(HERE).accepts(HERE, trial, predicted)
    assert not L1Merit().start(HERE).accepts(HERE, trial, predicted)


def test_the_penalty_rises_until_the_model_falls_and_stays() -> None:
    judge = SteeredMerit(penalty=1.0).start(HERE)
    uphill = Prediction(slope=9.0, curvature=0.0, violation=0.0)
    traded = Progress(-5.0, 2.0)
    level = Prediction(slope=-1e-9, curvature=0.0, violation=0.0)
    assert judge.accepts(HERE, traded, level)
    judge.record(HERE, Progress(9.0, 0.0), uphill)
    assert not judge.accepts(HERE, traded, level)


def test_what_cannot_be_removed_asks_for_no_penalty() -> None:
    stuck = Prediction(slope=5.0, curvature=0.0, violation=1.0)
    assert not SteeredMerit().start(HERE).accepts(HERE, Progress(5.0, 1.0), stuck)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"armijo": 0.0}, r"SteeredMerit.armijo must be in \(0, 0.5\), got 0.0"),
        ({"penalty": 0.0}, "SteeredMerit.penalty must be positive, got 0.0"),
        ({"fraction": 1.0}, r"SteeredMerit.fraction must be in \(0, 1\), got 1.0"),
        ({"margin": 1.0}, "SteeredMerit.margin must exceed 1, got 1.0"),
        ({"memory": 0}, "SteeredMerit.memory must be at least 1, got 0"),
    ],
)
def test_settings_out_of_range(settings: dict[str, float], sentence: str) -> None:
    with pytest.raises(OptionError, match=sentence):
        SteeredMerit(**settings)  # pyright: ignore[reportArgumentType]
