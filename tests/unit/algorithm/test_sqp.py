"""The settings: what is refused when they are made."""

from __future__ import annotations

from typing import Any

import pytest

import sqp
from sqp.errors import OptionError
from sqp.hessian.bfgs import BFGS


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"tolerance": 0.0}, r"SQP.tolerance must be in \(0, 1\), got 0.0"),
        ({"tolerance": float("nan")}, r"SQP.tolerance must be in \(0, 1\), got nan"),
        ({"acceptable": 1.0}, "SQP.acceptable must be less than 1, got 1.0"),
        ({"hessian": "bfgs"}, "SQP.hessian must be a settings object with a start, got 'bfgs'"),
        ({"hessian": BFGS}, "SQP.hessian must be a settings object with a start"),
        ({"qp": None}, "SQP.qp must be a settings object with a start, got None"),
        ({"step": 0.5}, "SQP.step must be a settings object with a start, got 0.5"),
        ({"limits": 100}, "SQP.limits must be a Limits, got 100"),
    ],
)
def test_settings_out_of_range(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(OptionError, match=sentence):
        sqp.SQP(**settings)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"iterations": -1}, "Limits.iterations must not be negative, got -1"),
        ({"evaluations": 0}, "Limits.evaluations must be at least 1, got 0"),
        ({"seconds": 0.0}, "Limits.seconds must be positive, got 0.0"),
        ({"unbounded": -1.0}, "Limits.unbounded must be positive, got -1.0"),
    ],
)
def test_limits_out_of_range(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(OptionError, match=sentence):
        sqp.Limits(**settings)


def test_acceptable_is_never_tighter_than_the_tolerance() -> None:
    assert sqp.SQP(tolerance=1e-4).acceptable == 1e-4
