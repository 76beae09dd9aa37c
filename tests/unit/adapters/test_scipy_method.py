"""``scipy.optimize.minimize(method=sqp.scipy_method)``: every form of every argument, and what comes back."""

# The stubs of SciPy know fewer forms than SciPy itself.
# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false, reportIndexIssue=false
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import (
    BFGS,
    SR1,
    Bounds,
    HessianUpdateStrategy,
    LinearConstraint,
    NonlinearConstraint,
    OptimizeResult,
    basinhopping,
    dual_annealing,
    minimize,
    rosen,
    rosen_der,
    rosen_hess,
    rosen_hess_prod,
    shgo,
)
from scipy.sparse.linalg import LinearOperator, aslinearoperator

import sqp
from sqp.errors import OptionError, ProblemError

START = [-1.2, 1.0]


def solve(fun: Any, x0: Any, **arguments: Any) -> Any:
    return minimize(fun, x0, method=sqp.scipy_method, **arguments)


@pytest.mark.parametrize("jac", [rosen_der, None, False, "2-point", "3-point", "cs"])
def test_gradients(jac: Any) -> None:
    answer = solve(rosen, START, jac=jac)
    assert answer.success
    assert answer.x == pytest.approx([1, 1], abs=1e-5)
    assert (answer.njev > 0) == callable(jac)
    assert answer.jac == pytest.approx([0, 0], abs=1e-5)


@pytest.mark.parametrize("jac", ["2-point", "3-point", "cs"])
def test_schemes_in_a_direct_call_and_as_an_option(jac: str) -> None:
    direct = sqp.scipy_method(rosen, START, jac=jac)
    option = solve(rosen, START, options={"differences": jac})
    assert direct.x == pytest.approx([1, 1], abs=1e-5)
    np.testing.assert_array_equal(direct.x, option.x)
    assert direct.nfev == option.nfev


def test_a_function_that_returns_its_gradient_is_asked_once_for_both() -> None:
    points: list[Any] = []

    def both(x: Any, scale: float) -> Any:
        points.append(tuple(x))
        return scale * rosen(x), scale * rosen_der(x)

    through_scipy = solve(both, START, jac=True, args=(2.0,))
    assert through_scipy.x == pytest.approx([1, 1], abs=1e-7)
    points.clear()
    direct = sqp.scipy_method(both, START, args=2.0, jac=True)
    assert direct.fun == through_scipy.fun
    assert len(points) <= direct.nfev + 3


def test_extra_arguments_reach_every_function() -> None:
    answer = solve(
        lambda x, a, b: rosen(x - a) + b,
        START,
        args=(np.array([1.0, 2.0]), 5.0),
        jac=lambda x, a, b: rosen_der(x - a),
        hess=lambda x, a, b: rosen_hess(x - a),
    )
    assert answer.x == pytest.approx([2, 3])
    assert answer.fun == pytest.approx(5.0)
    assert answer.nhev > 0


class Memoryless(HessianUpdateStrategy):
    """Somebody's own strategy: a multiple of the identity."""

    def initialize(self, n: int, approx_type: str) -> None:
        self.matrix, self.updates = np.eye(n), 0

    def update(self, delta_x: Any, delta_grad: Any) -> None:
        self.matrix = abs(delta_x @ delta_grad) / (delta_x @ delta_x) * np.eye(delta_x.size)
        self.updates += 1

    def dot(self, p: Any) -> Any:
        return self.matrix @ p

    def get_matrix(self) -> Any:
        return self.matrix


@pytest.mark.parametrize(
    "hess",
    [
        rosen_hess,
        lambda x: sparse.csr_matrix(rosen_hess(x)),
        lambda x: aslinearoperator(rosen_hess(x)),
        "2-point",
        "3-point",
        "cs",
        *(BFGS(), SR1(), BFGS(exception_strategy="damp_update"), None),
    ],
    ids=["dense", "sparse", "operator", "2-point", "3-point", "cs", "BFGS", "SR1", "damped", "None"],
)
def test_hessians(hess: Any) -> None:
    answer = solve(rosen, [*START, 0.5], jac=rosen_der, hess=hess)
    assert answer.success
    assert answer.x == pytest.approx([1, 1, 1], abs=1e-6)
    assert (answer.nhev > 0) == callable(hess)


def test_somebody_elses_update_strategy_works_on_a_copy() -> None:
    strategy = Memoryless()
    answer = solve(lambda x: x @ x + x[0], [3.0, 4.0], jac=lambda x: 2 * x + [1, 0], hess=strategy)
    assert answer.x == pytest.approx([-0.5, 0])
    assert not hasattr(strategy, "updates")


def test_hessian_products() -> None:
    answer = solve(rosen, [*START, 0.5], jac=rosen_der, hessp=rosen_hess_prod)
    assert answer.success
    assert answer.x == pytest.approx([1, 1, 1])
    assert answer.nhev > 0


@pytest.mark.parametrize(
    "bounds",
    [
        [(None, 0.5), (0.0, None)],
        ((-np.inf, 0.5), (0, np.inf)),
        np.array([[-np.inf, 0.5], [0.0, np.inf]]),
        Bounds([-np.inf, 0.0], [0.5, np.inf], keep_feasible=True),
    ],
    ids=["pairs", "tuples", "array", "Bounds"],
)
def test_bounds(bounds: Any) -> None:
    answer = solve(rosen, START, bounds=bounds)
    assert answer.success
    assert answer.x == pytest.approx([0.5, 0.25], abs=1e-6)
    assert answer.v[-1] == pytest.approx([1, 0], abs=1e-5)


def test_bounds_are_broadcast_and_a_start_outside_is_moved_inside() -> None:
    seen: list[Any] = []
    answer = solve(lambda x: seen.append(x) or rosen(x), [9.0, -9.0], bounds=Bounds(-2, 0.5))
    assert answer.x == pytest.approx([0.5, 0.25], abs=1e-6)
    assert np.all(np.array(seen) <= 0.5)
    assert np.all(np.array(seen) >= -2)


def test_integers_and_single_precision_start_a_double_precision_solve() -> None:
    for x0 in ([3, 4], np.array([3, 4], np.float32)):
        assert solve(rosen, x0, jac=rosen_der).x.dtype == np.float64


def test_both_kinds_of_callback() -> None:
    points: list[Any] = []
    results: list[OptimizeResult] = []

    def with_point(xk: Any) -> bool:
        points.append(xk)
        return True

    def with_result(intermediate_result: OptimizeResult) -> None:
        results.append(intermediate_result)

    solve(rosen, START, jac=rosen_der, callback=with_point)
    solve(rosen, START, jac=rosen_der, callback=with_result)
    assert len(points) > 3, "what a callback returns means nothing to SciPy"
    np.testing.assert_array_equal(points, [result.x for result in results])
    assert [result.fun for result in results] == pytest.approx([rosen(x) for x in points])


def test_stop_iteration_ends_the_solve_with_99() -> None:
    def stop(intermediate_result: OptimizeResult) -> None:
        if intermediate_result.nit >= 3:
            raise StopIteration

    answer = solve(rosen, START, jac=rosen_der, callback=stop)
    assert (answer.success, answer.status, answer.nit) == (False, 99, 3)


def test_limits_by_scipys_words() -> None:
    answer = solve(rosen, START, jac=rosen_der, options={"maxiter": 2})
    assert (answer.success, answer.status, answer.nit) == (False, 1, 2)
    assert solve(rosen, START, options={"maxfev": 3}).status == 1


def test_the_tolerance_of_minimize_is_that_of_the_optimality_conditions() -> None:
    loose, tight = (solve(rosen, START, jac=rosen_der, tol=tol) for tol in (1e-2, 1e-10))
    assert loose.nit < tight.nit
    assert tight.optimality <= 1e-10


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"maxitr": 3}, "did you mean 'maxiter'"),
        ({"ftol": 1e-3}, "no option 'ftol'"),
        ({"tolerance": -1.0}, "SQP.tolerance must be in"),
        ({"maxiter": 5, "iterations": 6}, "given twice"),
        ({"hessian": "newton"}, "hessian must be"),
        ({"differences": "4-point"}, "'differences'"),
        ({"disp": 3}, "disp"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_wrong_options(options: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        solve(rosen, START, options=options)


def test_settings_of_our_own_are_options_too() -> None:
    answer = solve(rosen, START, jac=rosen_der, options={"hessian": sqp.SR1(), "limits": sqp.Limits(iterations=4)})
    assert answer.nit == 4
    assert answer.result.settings.hessian == sqp.SR1()
    assert solve(rosen, START, jac=rosen_der, options={"hessian": "lbfgs"}).success


def test_the_display(capsys: pytest.CaptureFixture[str]) -> None:
    solve(rosen, START, jac=rosen_der, options={"disp": True})
    assert "Karush-Kuhn-Tucker" in capsys.readouterr().out
    solve(rosen, START, jac=rosen_der)
    assert not capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"bounds": [(0, 1)]}, "2 pairs"),
        ({"bounds": [(1, 0), (0, 1)]}, "lower 1 above upper 0"),
        ({"hess": 3}, "hess must be"),
        ({"hess": BFGS}, "hess must be"),
        ({"constraints": {"type": "le", "fun": rosen}}, "'eq' or 'ineq'"),
        ({"constraints": {"type": "eq", "fun": rosen, "jacobian": rosen_der}}, "jacobian"),
        ({"constraints": [rosen]}, r"constraints\[0\] must be"),
        ({"constraints": LinearConstraint([[1, 2, 3]], 0, 1)}, "2 columns"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_wrong_arguments(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises((ProblemError, OptionError), match=message):
        solve(rosen, START, **{"jac": rosen_der, **arguments})


def test_a_point_that_cannot_be_evaluated_is_told_and_not_raised() -> None:
    """So that basinhopping and the like can go on from elsewhere."""

    def divided(x: Any) -> float:
        return 1.0 / float(x[0])

    assert solve(divided, [0.0]).status == 4
    assert solve(lambda x: np.log(x[0]) if x[0] > 0 else np.nan, [-1.0]).success is False


def test_basinhopping() -> None:
    def wavy(x: Any) -> float:
        return float(np.cos(14.5 * x[0] - 0.3) + (x[1] + 0.2) * x[1] + (x[0] + 0.2) * x[0])

    found = basinhopping(wavy, [1.0, 1.0], minimizer_kwargs={"method": sqp.scipy_method}, niter=25, rng=1)
    assert found.x == pytest.approx([-0.195, -0.1], abs=1e-3)
    assert found.lowest_optimization_result.success


def test_dual_annealing() -> None:
    def rastrigin(x: Any) -> float:
        return float(np.sum(x * x - 10 * np.cos(2 * np.pi * x)) + 10 * x.size)

    local = {"method": sqp.scipy_method, "bounds": Bounds(-5.12, 5.12)}
    found = dual_annealing(rastrigin, [(-5.12, 5.12)] * 2, minimizer_kwargs=local, maxiter=100, rng=1)
    assert found.x == pytest.approx([0, 0], abs=1e-6)


def test_an_operator_and_a_matrix_of_a_constraint_add_up() -> None:
    def operator(x: Any, v: Any) -> LinearOperator:
        return aslinearoperator(2.0 * v[0] * np.eye(2))

    disc = NonlinearConstraint(lambda x: x @ x, -np.inf, 1.0, jac=lambda x: 2 * x, hess=operator)
    answer = solve(rosen, START, jac=rosen_der, hess=rosen_hess, constraints=disc)
    assert answer.success
    assert answer.x == pytest.approx([0.786415, 0.617698], abs=1e-5)


def test_shgo_takes_names_of_methods_only() -> None:
    """Once this fails, the page on SciPy can promise more."""
    with pytest.raises(AttributeError, match="lower"):
        shgo(rosen, [(-2, 2)] * 2, minimizer_kwargs={"method": sqp.scipy_method})
