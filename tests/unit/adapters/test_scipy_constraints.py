"""Constraints in every form that SciPy accepts, and multipliers in the forms that its own methods report."""

# The stubs of SciPy know fewer forms than SciPy itself.
# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false, reportIndexIssue=false
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import BFGS, SR1, Bounds, LinearConstraint, NonlinearConstraint, minimize

import sqp
from sqp.errors import ProblemError

START = np.array([1.0, 5.0, 5.0, 1.0])
BOX = Bounds(1, 5)
OPTIMUM = np.array([1, 4.74299937545, 3.82115003107, 1.37940827115])


def objective(x: Any) -> Any:
    return x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2]


def gradient(x: Any) -> Any:
    return np.array([x[3] * (2 * x[0] + x[1] + x[2]), x[0] * x[3], x[0] * x[3] + 1, x[0] * (x[0] + x[1] + x[2])])


def hessian(x: Any) -> Any:
    upper = np.zeros((4, 4), dtype=np.asarray(x).dtype)
    upper[0, 1:3], upper[0, 3], upper[1:3, 3] = x[3], 2 * x[0] + x[1] + x[2], x[0]
    return upper + upper.T + np.diag([2 * x[3], 0, 0, 0])


def product(x: Any) -> Any:
    return x[0] * x[1] * x[2] * x[3]


def product_gradient(x: Any) -> Any:
    return np.array([x[1] * x[2] * x[3], x[0] * x[2] * x[3], x[0] * x[1] * x[3], x[0] * x[1] * x[2]])


def both(x: Any) -> Any:
    return np.array([product(x), x @ x])


def both_jacobian(x: Any) -> Any:
    return np.array([product_gradient(x), 2 * x])


def both_hessian(x: Any, v: Any) -> Any:
    hess = np.zeros((4, 4))
    for i in range(4):
        for j in range(i):
            hess[i, j] = hess[j, i] = np.prod(np.delete(x, [i, j]))
    return v[0] * hess + 2 * v[1] * np.eye(4)


def solve(constraints: Any, **arguments: Any) -> Any:
    return minimize(
        objective,
        START,
        bounds=BOX,
        constraints=constraints,
        **{"jac": gradient, "method": sqp.scipy_method, **arguments},
    )


def nonlinear(**arguments: Any) -> NonlinearConstraint:
    return NonlinearConstraint(both, [25, 40], [np.inf, 40], **arguments)


DICTIONARIES = (
    {"type": "eq", "fun": lambda x, size: x @ x - size, "jac": lambda x, size: 2 * x, "args": (40,)},
    {"type": "ineq", "fun": lambda x: product(x) - 25, "jac": product_gradient},
)
EVERY_FORM = {
    "dictionaries": DICTIONARIES,
    "dictionaries of functions": [{key: c[key] for key in c if key != "jac"} for c in DICTIONARIES],
    "a lone argument": ({**DICTIONARIES[0], "args": 40, "type": "EQ"}, DICTIONARIES[1]),
    "default jac and hess": nonlinear(),
    "3-point": nonlinear(jac="3-point"),
    "cs": nonlinear(jac="cs"),
    "given step": nonlinear(finite_diff_rel_step=1e-7),
    "given steps": nonlinear(finite_diff_rel_step=[1e-7, 1e-6, 1e-7, 1e-7]),
    "given sparsity": nonlinear(finite_diff_jac_sparsity=np.ones((2, 4))),
    "jac": nonlinear(jac=both_jacobian),
    "sparse jac": nonlinear(jac=lambda x: sparse.csr_matrix(both_jacobian(x))),
    "jac and hess": nonlinear(jac=both_jacobian, hess=both_hessian),
    "sparse jac and hess": nonlinear(
        jac=lambda x: sparse.csr_array(both_jacobian(x)), hess=lambda x, v: sparse.coo_array(both_hessian(x, v))
    ),
    "hess 2-point": nonlinear(jac=both_jacobian, hess="2-point"),
    "hess 3-point": nonlinear(jac=both_jacobian, hess="3-point"),
    "hess cs": nonlinear(jac=both_jacobian, hess="cs"),
    "hess by differences of sparse jac": nonlinear(jac=lambda x: sparse.csc_array(both_jacobian(x)), hess="cs"),
    "BFGS": nonlinear(jac=both_jacobian, hess=BFGS()),
    "SR1": nonlinear(jac=both_jacobian, hess=SR1()),
    "mixed": [NonlinearConstraint(product, 25, np.inf), DICTIONARIES[0]],
}  # fmt: skip


@pytest.mark.parametrize("form", EVERY_FORM)
@pytest.mark.parametrize("hess", [None, hessian], ids=["", "with Hessian"])
def test_every_form(form: str, hess: Any) -> None:
    answer = solve(EVERY_FORM[form], hess=hess)
    assert answer.success
    assert answer.x == pytest.approx(OPTIMUM, abs=1e-5)
    assert answer.fun == pytest.approx(17.0140172891563, abs=1e-6)
    assert answer.maxcv == pytest.approx(0, abs=1e-5)
    assert answer.constr_violation == answer.maxcv


def test_products_of_the_objective_with_hessians_of_the_constraints() -> None:
    answer = solve(EVERY_FORM["jac and hess"], hessp=lambda x, v: hessian(x) @ v)
    assert answer.success
    assert answer.x == pytest.approx(OPTIMUM, abs=1e-6)
    assert answer.nhev > 0


def test_exact_second_derivatives_are_used_only_if_all_are_known() -> None:
    def model(constraints: Any, **arguments: Any) -> str:
        return type(solve(constraints, **arguments).result.settings.hessian).__name__

    exact, learning = EVERY_FORM["jac and hess"], EVERY_FORM["jac"]
    assert model(exact, hess=hessian) == "Exact"
    assert model(exact) == "BFGS"
    assert model(learning, hess=hessian) == "BFGS"
    assert model(EVERY_FORM["SR1"], hess=hessian) == "SR1"
    assert model(EVERY_FORM["3-point"], hess="2-point") == "BFGS", "differences of differences are of no use"
    assert model(EVERY_FORM["hess 2-point"], hess="2-point") == "Exact"
    assert model(exact, hessp=lambda x, v: hessian(x) @ v) == "NewtonKrylov"


def test_a_strategy_that_several_constraints_share_stays_untouched() -> None:
    """In older versions of SciPy the default is one object for all constraints of a program."""
    shared = BFGS()
    before = dict(vars(shared))
    answer = solve([nonlinear(hess=shared), nonlinear(hess=shared)])
    assert answer.x == pytest.approx(OPTIMUM, abs=1e-6)
    assert vars(shared) == before


@pytest.mark.parametrize(
    "make", [np.array, sparse.csr_matrix, sparse.coo_array, lambda A: A], ids=["array", "csr", "coo", "as it is"]
)
def test_linear_constraints(make: Any) -> None:
    answer = minimize(
        lambda x: x @ x,
        [3.0, 3.0],
        method=sqp.scipy_method,
        jac=lambda x: 2 * x,
        hess=lambda x: 2 * np.eye(2),
        constraints=LinearConstraint(make([[1.0, 1.0], [1.0, -1.0]]), [1, -np.inf], [1, 0.5]),
    )
    assert answer.success
    assert answer.x == pytest.approx([0.5, 0.5])
    assert type(answer.result.settings.hessian).__name__ == "Exact"


def test_one_row_and_one_bound_for_many() -> None:
    one = minimize(lambda x: x @ x, [3.0, 3.0], method=sqp.scipy_method, constraints=LinearConstraint([1, 1], 1))
    assert one.x == pytest.approx([0.5, 0.5])
    many = minimize(lambda x: x @ x, [3.0, 3.0], method=sqp.scipy_method, constraints=LinearConstraint(np.eye(2), 1))
    assert many.x == pytest.approx([1, 1])


def test_a_large_sparse_constraint() -> None:
    n = 2000
    chain = sparse.diags_array([-np.ones(n - 1), np.ones(n - 1)], offsets=[0, 1], shape=(n - 1, n))
    answer = minimize(
        lambda x: x @ x - 2 * x[0],
        np.zeros(n),
        method=sqp.scipy_method,
        jac=lambda x: 2 * x - 2 * (np.arange(n) == 0),
        hess=lambda x: 2 * sparse.eye_array(n),
        constraints=LinearConstraint(chain, 0, 0),
    )
    assert answer.success
    assert answer.x == pytest.approx(np.full(n, 1 / n))


def test_kept_constraints_hold_at_every_point_where_the_objective_is_a_candidate() -> None:
    points: list[Any] = []

    def disc(*, kept: bool) -> Any:
        constraint = NonlinearConstraint(
            lambda x: x @ x, -np.inf, 1, jac=lambda x: 2 * x, hess=lambda x, v: 2 * v[0] * np.eye(2), keep_feasible=kept
        )
        points.clear()
        return minimize(
            lambda x: -2 * x[0] - x[1],
            [0.1, 0.0],
            jac=lambda x: np.array([-2.0, -1.0]),
            hess=lambda x: np.zeros((2, 2)),
            constraints=constraint,
            method=sqp.scipy_method,
            callback=lambda xk: points.append(float(xk @ xk)),
        )

    free = disc(kept=False)
    assert max(points) > 1 + 1e-6
    kept = disc(kept=True)
    assert max(points) <= 1 + 1e-11
    for answer in (free, kept):
        assert answer.success
        assert answer.x == pytest.approx(np.array([2, 1]) / np.sqrt(5), abs=1e-6)


def test_a_start_outside_what_is_kept_is_a_mistake() -> None:
    with pytest.raises(ProblemError, match="row 0"):
        solve(NonlinearConstraint(lambda x: x @ x, -np.inf, 1, keep_feasible=True))


def test_multipliers_are_those_of_slsqp_and_v_those_of_trust_constr() -> None:
    constraints = [
        NonlinearConstraint(product, 25, 30, jac=product_gradient),
        NonlinearConstraint(lambda x: x @ x, 40, 40, jac=lambda x: 2 * x),
        LinearConstraint([[0, 1, 0, 0], [0, 0, 1, 0]], -np.inf, [4.5, 9]),
    ]
    ours = solve(constraints)
    slsqp = solve(constraints, method="SLSQP", options={"ftol": 1e-12})
    trust = solve(constraints, method="trust-constr", options={"gtol": 1e-9, "xtol": 1e-12})
    assert ours.x == pytest.approx(slsqp.x, abs=1e-5)
    assert ours.multipliers == pytest.approx(slsqp.multipliers, abs=1e-4)
    assert len(ours.v) == len(trust.v)
    for mine, theirs in zip(ours.v, trust.v, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-4)


def test_without_bounds_and_constraints_there_are_no_multipliers() -> None:
    answer = minimize(lambda x: x @ x, [1.0], method=sqp.scipy_method)
    assert answer.v == []
    assert answer.multipliers.size == 0
