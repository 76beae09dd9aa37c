"""Claims about points, true and false."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

import sqp
from sqp.algorithm.stop import PointKind
from sqp.report.certificate import verify_certificate


def kkt() -> sqp.Model:
    m = sqp.Model()
    x, y = m.variable("x", lower=0, start=1.0), m.variable("y", start=1.0)
    m.subject_to(x + y == 3, name="sum")
    m.minimize((x + 1) ** 2 + (y - 4) ** 2)
    return m


def infeasible() -> sqp.Model:
    m = sqp.Model()
    x, y = m.variable("x", start=1.0), m.variable("y", start=2.0)
    m.subject_to(x**2 + y**2 <= 1, name="disc")
    m.subject_to(x + y >= 3, name="line")
    m.minimize(x)
    return m


def cusp() -> sqp.Model:
    m = sqp.Model()
    x, y = m.variable("x", lower=0, start=0.5), m.variable("y", lower=0, start=0.1)
    m.subject_to((1 - x) ** 3 - y >= 0, name="cusp")
    m.minimize((x - 2) ** 2 + y**2)
    return m


def unbounded() -> sqp.Model:
    m = sqp.Model()
    x, y = m.variable("x", start=1.0), m.variable("y", lower=0)
    m.subject_to(x - y <= 1, name="coupling")
    m.minimize(-x - y)
    return m


@cache
def solved(kind: PointKind) -> sqp.Result:
    """The result of the problem whose end is of this kind."""
    return CLAIMS[kind]().solve()


CLAIMS = {
    PointKind.KKT: kkt,
    PointKind.INFEASIBLE_STATIONARY: infeasible,
    PointKind.FRITZ_JOHN: cusp,
    PointKind.UNBOUNDED: unbounded,
}


@pytest.mark.parametrize("kind", CLAIMS, ids=lambda kind: kind.name)
def test_a_true_claim_holds(kind: PointKind) -> None:
    model, result = CLAIMS[kind](), solved(kind)
    assert result.point is kind
    certificate = verify_certificate(model.problem(), result)
    assert certificate.holds, certificate


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("truth", CLAIMS, ids=lambda kind: kind.name)
def test_a_false_claim_does_not(claim: PointKind, truth: PointKind) -> None:
    if claim is truth:
        pytest.skip("this claim is true")
    model = CLAIMS[truth]()
    lie = replace(solved(truth), point=claim)
    assert not verify_certificate(model.problem(), lie)


@pytest.mark.parametrize("kind", [PointKind.KKT, PointKind.INFEASIBLE_STATIONARY, PointKind.FRITZ_JOHN])
def test_multipliers_that_are_not_the_proof_prove_nothing(kind: PointKind) -> None:
    model, result = CLAIMS[kind](), solved(kind)
    for y in (-result.y, np.zeros_like(result.y), np.full_like(result.y, np.nan)):
        assert not verify_certificate(model.problem(), replace(result, y=y))


def test_a_direction_that_is_no_ray_proves_nothing() -> None:
    model = unbounded()
    result = model.solve()
    for ray in (None, np.array([1.0, 0.0]), np.array([-1.0, -1.0]), np.zeros(2)):
        assert not verify_certificate(model.problem(), replace(result, ray=ray))


def test_an_objective_that_falls_to_a_limit_is_not_unbounded() -> None:
    m = sqp.Model()
    x = m.variable("x", start=0.0)
    m.minimize(sqp.exp(-x))
    result = replace(m.solve(), point=PointKind.UNBOUNDED, ray=np.array([1.0]))
    assert not verify_certificate(m.problem(), result)


@pytest.mark.parametrize("bound", [1e3, 1e10])
def test_a_row_that_is_broken_far_out_refutes_a_ray(bound: float) -> None:
    m = sqp.Model()
    x = m.variable("x", 2)
    m.subject_to(x[0] + 2 * x[1] <= bound, name="far")
    m.subject_to(x[0] - x[1] <= 10, name="near")
    m.minimize(-x[0] - x[1])
    result = m.solve()
    lie = replace(result, x=np.zeros(2), point=PointKind.UNBOUNDED, ray=np.ones(2))
    assert verify_certificate(m.problem(), lie).defect > 1.0


def test_rounding_in_large_rows_does_not_refute_a_ray() -> None:
    m = sqp.Model()
    x = m.variable("x", 3)
    m.subject_to(1e5 * x[0] / 3 - 1e5 * x[1] / 7 + x[2] == 0, name="balance")
    m.minimize(-x[0])
    result = replace(m.solve(), x=np.zeros(3), point=PointKind.UNBOUNDED, ray=np.array([3.0, 7.0, 0.0]) / 7.0)
    assert verify_certificate(m.problem(), result)


def test_unknown_claims_nothing() -> None:
    model = kkt()
    assert not verify_certificate(model.problem(), replace(model.solve(), point=PointKind.UNKNOWN))
