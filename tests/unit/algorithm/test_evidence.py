"""What speaks for and against infeasibility: no claim at a point that is worse than one already known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import sqp
from sqp.acceptance.progress import Progress
from sqp.algorithm.evidence import InfeasibilityEvidence
from sqp.algorithm.incumbents import Incumbents
from sqp.algorithm.iterate import Iterate
from sqp.algorithm.stop import PointKind, StopReason
from sqp.evaluation.values import Linearization, Values
from sqp.model.expression import Expression
from tests.unit.algorithm.small_problems import two_discs

Function = Callable[[Expression], Expression]


def bump(x: Expression) -> Expression:
    return 1 / (1 + x**2)


def bell(x: Expression) -> Expression:
    return sqp.exp(-(x**2))


def inside(function: Function, start: float) -> sqp.Model:
    """Feasible where the function is above one half, which is an interval around zero."""
    m = sqp.Model()
    x = m.variable("x", start=start)
    m.minimize(x)
    m.subject_to(function(x) >= 0.5, name="s")
    return m


@pytest.mark.parametrize(
    ("function", "start", "solution"),
    [(bump, 300.0, -1.0), (bump, 10.0, -1.0), (bell, 2.0, -np.sqrt(np.log(2.0)))],
)
def test_a_step_to_where_the_constraint_is_flat_proves_nothing(
    function: Function, start: float, solution: float
) -> None:
    result = inside(function, start).solve()
    assert result.success
    np.testing.assert_allclose(result.x, [solution], rtol=1e-6)


def narrow(x: Expression) -> Expression:
    return sqp.exp(-10 * (x - 3.3) ** 2)


@pytest.mark.parametrize("rescue", [True, False])
def test_of_a_plateau_nothing_is_claimed(*, rescue: bool) -> None:
    result = inside(narrow, -40.0).solve(rescue=rescue)
    assert result.stop is not StopReason.LOCALLY_INFEASIBLE
    assert result.point is PointKind.INFEASIBLE
    np.testing.assert_array_equal(result.x, [-40.0])


@pytest.mark.parametrize("start", [4.0, 10.0])
def test_no_claim_of_infeasibility_far_from_a_start_that_is_as_good(start: float) -> None:
    result = inside(bell, start).solve()
    assert abs(result.x[0]) <= start
    assert result.least_violation is not None
    assert result.residuals.violation <= result.least_violation.violation * (1.0 + 1e-8)


def ending(x: float, violation: float, slope: float) -> Iterate:
    """A certified violation of one row."""
    at = Linearization(Values(np.array([x]), 0.0, np.array([violation])), np.zeros(1), np.array([[slope]]))
    return Iterate(at, np.ones(1), np.zeros(1), violation)


@pytest.mark.parametrize(
    ("x", "violation", "slope", "refuted"),
    [
        (2.0, 1.0, 0.0, False),
        (2.0, 1.1, 0.0, True),  # the known point is better
        (2.0, 1.1, 5.0, True),
        (2.0, 1.0 + 1e-7, 0.0, True),  # where it is flat, this difference is one
        (2.0, 1.0 + 1e-7, 5.0, False),  # where gradients cancel, it may be rounding
        (1e8, 1.0, 0.0, True),  # vanished far out
        (1e8, 1.0, 5.0, False),
    ],
)
def test_what_refutes_a_certificate(x: float, violation: float, slope: float, *, refuted: bool) -> None:
    evidence = InfeasibilityEvidence(two_discs(), np.ones(1), 1e-6)
    known = Incumbents(0.0)
    known.offer(ending(1.0, 1.0, 1.0).linearization.values, Progress(0.0, 1.0))
    evidence.know(known)
    assert evidence.refutes(ending(x, violation, slope)) is refuted
