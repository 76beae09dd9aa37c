"""The derivatives of known functions against their formulas."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sqp
from tests.unit.calculus.closed_forms import CASES, ClosedForm

TOLERANCE = 1e-10

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def difference(found: Any, expected: Any) -> float:
    """Largest difference, relative to the largest entry."""
    return float(np.abs(np.asarray(found) - expected).max() / np.abs(expected).max())


@every_case
def test_the_derivative_is_the_formula(case: ClosedForm) -> None:
    slope = sqp.derivative(case.f, case.x)
    for _ in range(3):
        d = case.draw()
        assert difference(slope(d), case.first(d)) <= TOLERANCE


@every_case
def test_the_second_derivative_is_the_formula(case: ClosedForm) -> None:
    B = sqp.second_derivative(case.f, case.x)
    assert B.exact
    for _ in range(3):
        d, e = case.draw(), case.draw()
        assert difference(B(d, e), case.second(d, e)) <= TOLERANCE
        assert difference(B(d)(e), case.second(d, e)) <= TOLERANCE


@every_case
def test_the_second_derivative_is_symmetric_and_bilinear(case: ClosedForm) -> None:
    B = sqp.second_derivative(case.f, case.x)
    assert B.symmetry_error() <= TOLERANCE
    assert B.bilinearity_error() <= TOLERANCE


@every_case
def test_products_are_the_adjoint_of_values(case: ClosedForm) -> None:
    B = sqp.second_derivative(case.f, case.x)
    d, e = case.draw(), case.draw()
    fixed = B(d)
    w = fixed.codomain.random(np.random.default_rng(0))
    pairing = np.dot(fixed.codomain.vec(w), fixed.codomain.vec(fixed(e)))
    assert np.dot(fixed.domain.vec(fixed.adjoint(w)), fixed.domain.vec(e)) == pytest.approx(pairing, rel=TOLERANCE)
