"""Models of the CUTE collection are read as CasADi's own importer reads them, where it reads them right.

The collection lies beside the repository; it is not part of it.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import casadi as ca
import numpy as np
import pytest

from sqp.adapters.ampl.read import read_nl
from sqp.bounds import Bounds
from sqp.errors import UnsupportedError
from tests.derivatives import dense

COLLECTION = Path(__file__).resolve().parents[4] / "shared" / "data" / "nl"
SMALL = sorted(path for path in COLLECTION.glob("*.nl") if path.stat().st_size < 5_000)

pytestmark = pytest.mark.skipif(not SMALL, reason="the collection of .nl models is not there (../shared/data/nl)")


def imported(path: Path) -> Any:
    """CasADi's reading of a file, or a skip with the reason if it cannot read it."""
    builder = ca.NlpBuilder()
    try:
        builder.import_nl(str(path), {"verbose": False})
    except RuntimeError as error:
        pytest.skip(f"CasADi's importer: {str(error).strip().splitlines()[-1]}")
    return builder


def assert_close(found: Any, expected: Any) -> None:
    np.testing.assert_allclose(
        dense(found), np.array(expected.full()).reshape(np.shape(dense(found))), rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize("path", SMALL[::3], ids=lambda path: path.stem)
def test_values_and_derivatives_are_those_of_casadi(path: Path) -> None:
    warnings.simplefilter("ignore")
    try:
        problem = read_nl(path)
    except UnsupportedError as error:
        pytest.skip(str(error).removeprefix(f"{path}: "))
    other = imported(path)
    x, f, c = ca.vertcat(*other.x), other.f, ca.vertcat(*other.g) if other.g else ca.MX(0, 1)
    y = ca.MX.sym("y", len(other.g))
    hessian = ca.hessian(f + ca.dot(y, c), x)[0]
    function = ca.Function("f", [x, y], [f, ca.gradient(f, x), c, ca.jacobian(c, x), hessian])
    random = np.random.default_rng(0)
    start, multipliers = np.array(other.x_init), random.normal(size=len(other.g))
    for point in (start, start + 1e-3 * random.normal(size=start.size) * np.maximum(1, np.abs(start))):
        expected = function(point, multipliers)
        if not all(np.isfinite(value.full()).all() for value in expected):
            continue
        assert_close(problem.objective(point), expected[0])
        assert_close(problem.gradient(point), expected[1])
        assert_close(problem.constraints(point), expected[2])
        assert_close(problem.jacobian(point), expected[3])
        assert_close(problem.lagrangian_hessian(point, multipliers, 1.0), expected[4])
    np.testing.assert_array_equal(problem.start, start)
    for bounds, lower, upper in (
        (problem.variable_bounds, other.x_lb, other.x_ub),
        (problem.constraint_bounds, other.g_lb, other.g_ub),
    ):
        np.testing.assert_array_equal(bounds.lower, Bounds(lower, upper).lower)
        np.testing.assert_array_equal(bounds.upper, Bounds(lower, upper).upper)


@pytest.mark.parametrize("name", ["djtl", "dallass", "flosp2tl"])
def test_what_casadi_does_not_read_right_agrees_with_differences(name: str) -> None:
    """min/max lists, if-then-else, and binary files whose 4-byte integers CasADi 3.8 reads as 8 bytes."""
    warnings.simplefilter("ignore")
    problem = read_nl(COLLECTION / f"{name}.nl")
    x = problem.variable_bounds.project(0.99 * problem.start + 1e-3 * np.cos(np.arange(problem.start.size)))
    direction = np.sin(1 + np.arange(x.size))
    step = 1e-6
    slope = (problem.objective(x + step * direction) - problem.objective(x - step * direction)) / (2 * step)
    assert problem.gradient(x) @ direction == pytest.approx(slope, rel=1e-5)


def test_features_are_refused_by_name() -> None:
    with pytest.raises(UnsupportedError, match="the external function 'myerf'"):
        read_nl(COLLECTION / "hs069.nl")
    with pytest.raises(UnsupportedError, match="6 variable"):
        read_nl(COLLECTION / "ex9.1.6.nl")
