"""Newton-Krylov: products of the exact Hessian, and entries only where they are asked for and allowed."""

from __future__ import annotations

import casadi as ca
import numpy as np
import pytest

import sqp
from sqp.arrays import as_dense
from sqp.errors import OptionError
from sqp.evaluation.evaluator import Evaluator
from sqp.hessian.exact import Exact
from sqp.hessian.krylov import NewtonKrylov
from sqp.model.casadi_problem import CasadiProblem

N = 30


def chained_rosenbrock(dense: bool | None = None) -> CasadiProblem:
    x = ca.SX.sym("x", N)
    f = ca.sumsqr(1 - x[:-1]) + 10 * ca.sumsqr(x[1:] - x[:-1] ** 2)
    c = x[::2] ** 2 + x[1::2] ** 2
    box = sqp.Bounds(np.full(N, -2.0), np.full(N, 0.8))
    rows = sqp.Bounds(np.full(N // 2, -np.inf), np.full(N // 2, 3.0))
    return CasadiProblem(x, f, c, variable_bounds=box, constraint_bounds=rows, start=np.full(N, -0.5), dense=dense)


def operator(settings: NewtonKrylov):
    problem = chained_rosenbrock()
    evaluator = Evaluator(problem)
    x, y = np.linspace(-1, 1, N), np.linspace(0, 1, N // 2)
    at = evaluator.linearization(evaluator.values(x))
    return evaluator, settings.start(evaluator).matrix(at, y), problem.lagrangian_hessian(x, y, 1.0)


def test_a_product_is_that_of_the_exact_hessian_without_asking_for_it() -> None:
    evaluator, H, exact = operator(NewtonKrylov())
    v = np.random.default_rng(0).standard_normal(N)
    np.testing.assert_allclose(H @ v, exact @ v, rtol=1e-12, atol=1e-12)
    assert evaluator.calls["hessian_product"] == 1
    assert evaluator.calls["hessian"] == 0


def test_entries_are_evaluated_once_when_a_preconditioner_asks() -> None:
    evaluator, H, exact = operator(NewtonKrylov())
    for _ in range(2):
        entries = H.approximation()
        assert entries is not None
        np.testing.assert_allclose(entries.toarray(), as_dense(exact))
    v = np.ones(N)
    np.testing.assert_allclose(H @ v, exact @ v)
    assert evaluator.calls["hessian"] == 1
    assert evaluator.calls["hessian_product"] == 0


def test_without_entries_the_diagonal_is_probed() -> None:
    evaluator, H, exact = operator(NewtonKrylov(entries=False, probes=400))
    assert H.approximation() is None
    estimate = H.diagonal()
    assert (estimate > 0).all()
    relevant = np.abs(exact.diagonal()) > 1
    assert np.median(np.abs(estimate / np.abs(exact.diagonal()) - 1)[relevant]) < 0.2
    assert evaluator.calls["hessian"] == 0


@pytest.mark.parametrize("entries", [True, False])
def test_the_solution_is_that_of_the_exact_hessian(entries: bool) -> None:
    by_products = sqp.SQP(hessian=NewtonKrylov(entries=entries)).solve(chained_rosenbrock())
    exact = sqp.SQP(hessian=Exact()).solve(chained_rosenbrock())
    assert by_products.success
    np.testing.assert_allclose(by_products.x, exact.x, atol=1e-6)
    np.testing.assert_allclose(by_products.y, exact.y, atol=1e-5)
    np.testing.assert_allclose(by_products.z, exact.z, atol=1e-5)


def test_plain_functions_with_a_product_suffice() -> None:
    scale = np.linspace(1.0, 50.0, 30)
    result = sqp.minimize(
        lambda x: 0.25 * scale @ (x - 1) ** 4 + 0.5 * x @ x,
        np.zeros(30),
        gradient=lambda x: scale * (x - 1) ** 3 + x,
        hessian_product=lambda x, y, sigma, v: sigma * (3 * scale * (x - 1) ** 2 + 1) * v,
        bounds=(0.0, 0.7),
        hessian=NewtonKrylov(),
    )
    assert result.success
    assert (result.x <= 0.7).all()
    free = result.x < 0.7 - 1e-9
    assert np.abs(scale * (result.x - 1) ** 3 + result.x)[free].max() <= 1e-7


def test_a_problem_without_products_is_refused() -> None:
    problem = sqp.NLP(lambda x: x @ x, [1.0], gradient=lambda x: 2 * x)
    with pytest.raises(OptionError, match="lagrangian_hessian_product"):
        sqp.SQP(hessian=NewtonKrylov()).solve(problem)


def test_settings_are_checked() -> None:
    with pytest.raises(OptionError, match=r"NewtonKrylov\.probes"):
        NewtonKrylov(probes=0)


@pytest.mark.parametrize("factor", [1.0, 1e4])
def test_a_steep_start_is_not_taken_for_the_solution_of_its_subproblem(factor: float) -> None:
    m = sqp.Model("steep")
    x = m.variable("x", 50, start=3.0, lower=0.5)
    m.minimize(factor * sqp.sum((x - 1) ** 2 + 0.1 * (x - 1) ** 4))
    result = m.solve(hessian=NewtonKrylov(), rescue=False, tolerance=1e-6 * factor)
    assert result.success
    assert result.iterations < 12
    np.testing.assert_allclose(result["x"], 1.0, atol=1e-5)
