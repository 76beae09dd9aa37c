"""What "auto" chooses: by capabilities, by size, by measured cost; and it says so."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

import sqp
from sqp.errors import OptionError
from sqp.hessian.choice import chosen, for_restoration, named
from sqp.hessian.krylov import NewtonKrylov


def bowl(n: int, **known: Any) -> sqp.NLP:
    return sqp.NLP(lambda x: float(x @ x), np.ones(n), gradient=lambda x: 2 * x, **known)


@pytest.mark.parametrize(("n", "model"), [(2, sqp.BFGS()), (1000, sqp.LBFGS())])
def test_without_second_derivatives_size_decides(n: int, model: Any) -> None:
    found, reason = chosen(bowl(n), np.ones(n))
    assert found == model
    assert f"n = {n}" in reason


@pytest.mark.parametrize("n", [2, 1000])
def test_products_that_are_given_are_used(n: int) -> None:
    def twice(x: Any, y: Any, sigma: float, v: Any) -> Any:
        return 12 * sigma * x**2 * v

    for hessian in (None, "auto"):
        result = sqp.minimize(
            lambda x: float(np.sum(x**4)),
            np.ones(n),
            gradient=lambda x: 4 * x**3,
            hessian=hessian,
            hessian_product=twice,
        )
        assert result.success
        assert result.counts.hessian_product > 0
        assert any("NewtonKrylov" in note and "products with the Hessian are known" in note for note in result.notes)


def test_many_numpy_variables_without_second_derivatives_need_no_full_matrix() -> None:
    result = sqp.minimize(lambda x: float(np.sum((x - 1) ** 4)), np.zeros(5000), gradient=lambda x: 4 * (x - 1) ** 3)
    assert result.success
    assert any("LBFGS" in note for note in result.notes)


def test_a_cheap_hessian_is_used() -> None:
    m = sqp.Model("bowl")
    x = m.variable("x", 3, start=1.0)
    m.minimize(sqp.sum(x**4))
    found, reason = chosen(m.problem(), np.ones(3))
    assert found == sqp.Exact()
    assert "9 entries" in reason


def test_a_costly_hessian_is_not() -> None:
    class Costly:
        variable_bounds, constraint_bounds = sqp.Bounds.free(2), sqp.Bounds([], [])

        def objective(self, x: Any) -> float:
            return float(x @ x)

        def gradient(self, x: Any) -> Any:
            return 2 * x

        def constraints(self, x: Any) -> Any:
            return np.zeros(0)

        def jacobian(self, x: Any) -> Any:
            return np.zeros((0, 2))

        def lagrangian_hessian(self, x: Any, y: Any, sigma: float) -> Any:
            time.sleep(0.2)
            return 2 * sigma * np.eye(2)

    found, reason = chosen(Costly(), np.ones(2))
    assert found == sqp.BFGS()
    assert "takes as long as" in reason


def test_the_result_says_what_was_chosen() -> None:
    result = sqp.minimize(lambda x: x @ x, [1.0, 2.0], hessian="auto")
    assert result.success
    assert any(note.startswith("hessian=BFGS(damping=0.2) was chosen: there are no second") for note in result.notes)
    assert any("was chosen" in note for note in sqp.solve(bowl(2), hessian="auto").notes)


def test_a_sum_of_squares_is_solved_by_gauss_newton() -> None:
    m = sqp.Model("mean")
    x = m.variable("x")
    m.minimize_sum_of_squares(sqp.stack([x - 1.0, x - 2.0]))
    result = m.solve()
    assert result["x"] == pytest.approx(1.5)
    assert any("GaussNewton() was chosen" in note for note in result.notes)


def test_names_at_the_doors() -> None:
    assert named("levenberg-marquardt") == sqp.LevenbergMarquardt()
    assert sqp.minimize(lambda x: x @ x, [1.0, 2.0], hessian="sr1").success
    with pytest.raises(OptionError, match=r"hessian must be a Hessian model, 'auto', 'exact'.*; got 'dfp'"):
        sqp.solve(bowl(2), hessian="dfp")


def test_the_restoration_problem_is_asked_only_what_it_knows() -> None:
    assert for_restoration(sqp.SR1()) == sqp.SR1()
    assert for_restoration(sqp.GaussNewton()) == for_restoration(NewtonKrylov()) == sqp.LBFGS()
