"""Problems from pure JAX functions: derivatives, precision, parameters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

import sqp
from sqp.adapters.traced_problem import TracedProblem
from sqp.arrays import is_sparse
from sqp.errors import ProblemError
from sqp.hessian.krylov import NewtonKrylov
from tests.contracts.problem_contract import PROMISES

jax = pytest.importorskip("jax")
jnp = pytest.importorskip("jax.numpy")
pytest.importorskip("asdex")
jax.config.update("jax_enable_x64", True)


def objective(x: Any, p: Any) -> Any:
    return jnp.sum((x[1:] - x[:-1] ** 2) ** 2) + p["weight"] * jnp.sum((x - p["goal"]) ** 2)


def constraints(x: Any, p: Any) -> Any:
    return jnp.stack([x[0] * x[1], jnp.sin(x[2]) + x[3]]) - p["offset"][0]


def data(goal: float = 1.0) -> dict[str, Any]:
    return {"weight": 0.5, "goal": np.full(4, goal), "offset": (np.zeros(2),)}


@cache
def problem(*, dense: bool | None = None) -> TracedProblem:
    return sqp.from_jax(
        objective,
        [0.5, 1.0, 0.2, 0.3],
        constraints=constraints,
        constraint_bounds=([0.4, -1.0], [np.inf, 2.0]),
        bounds=(-3.0, 3.0),
        parameters=data(),
        dense=dense,
    )


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
@pytest.mark.parametrize("dense", [True, False])
def test_promises_of_problems(promise: Callable[[Any], None], dense: bool) -> None:
    promise(problem(dense=dense))


def test_sparse_derivatives_store_what_can_be_nonzero_and_no_more() -> None:
    sparse = problem(dense=False)
    x, y = np.ones(4), np.ones(2)
    jac, hess = sparse.jacobian(x), sparse.lagrangian_hessian(x, y, 1.0)
    assert is_sparse(jac)
    assert is_sparse(hess)
    assert jac.nnz == 4
    assert hess.nnz == 4 + 2 * 3, "a chain, to which x[0] x[1] adds nothing new"


def test_a_sparse_problem_without_constraints() -> None:
    square = sqp.from_jax(lambda x: jnp.sum(x**2 - x), np.zeros(5), dense=False)
    assert sqp.solve(square).x == pytest.approx(np.full(5, 0.5))
    assert square.jacobian(np.zeros(5)).shape == (0, 5)


def test_products_feed_newton_krylov() -> None:
    exact, krylov = sqp.solve(problem()), sqp.solve(problem(), hessian=NewtonKrylov(entries=False))
    assert krylov.success
    assert krylov.counts.hessian_product > 0
    assert krylov.x == pytest.approx(exact.x, abs=1e-6)


def test_single_precision_is_refused_before_anything_is_computed() -> None:
    with jax.enable_x64(False), pytest.raises(ProblemError, match="jax_enable_x64"):
        sqp.from_jax(lambda x: x @ x, [1.0])


@pytest.mark.parametrize(
    ("f", "c", "message"),
    [
        (lambda x: x, None, "objective must return one number"),
        (lambda x: jnp.float32(x @ x), None, "objective must return float64, got float32"),
        (lambda x: x @ x, lambda x: x.astype(jnp.float32), "constraints must return float64"),
        (lambda x: x @ x, lambda x: x, "constraint_bounds is missing: there are 2"),
    ],
)
def test_wrong_functions(f: Any, c: Any, message: str) -> None:
    with pytest.raises(ProblemError, match=message):
        sqp.from_jax(f, [1.0, 2.0], constraints=c)


def test_parameters_are_replaced_without_tracing_anew() -> None:
    traces: list[int] = []

    def counted(x: Any, p: Any) -> Any:
        traces.append(1)
        return jnp.sum((x - p) ** 2)

    first = sqp.from_jax(counted, np.zeros(2), parameters=np.zeros(2))
    assert sqp.solve(first).x == pytest.approx([0, 0])
    before = len(traces)
    assert sqp.solve(first.with_parameters(np.array([1.0, 2.0]))).x == pytest.approx([1, 2])
    found = [sqp.solve(each).x for each in first.batch(np.array([[3.0, 4.0], [5.0, 6.0]]))]
    assert found == pytest.approx(np.array([[3, 4], [5, 6]]))
    assert len(traces) == before
    assert sqp.solve(first).x == pytest.approx([0, 0]), "the original keeps its data"


def test_a_batch_of_nested_parameters() -> None:
    goals = np.array([0.5, 1.5, 2.0])
    many = {"weight": np.full(3, 0.5), "goal": np.tile(goals[:, None], 4), "offset": (np.zeros((3, 2)),)}
    for goal, each in zip(goals, problem().batch(many), strict=True):
        alone = sqp.solve(problem().with_parameters(data(goal)))
        assert sqp.solve(each).x == pytest.approx(alone.x)


def test_wrong_parameters() -> None:
    with pytest.raises(ProblemError, match="must have the shapes"):
        problem().with_parameters({"weight": 0.5, "goal": np.ones(3), "offset": (np.zeros(2),)})
    with pytest.raises(ProblemError, match="one first axis"):
        problem().batch(data())


def test_maximisation() -> None:
    hill = sqp.from_jax(lambda x: 3.0 - jnp.sum((x - 1.0) ** 2), [0.0], bounds=(None, 0.5), sense=-1)
    result = sqp.solve(hill)
    assert (result.f, result.x[0], result.z[0]) == pytest.approx((2.75, 0.5, 1.0))
    with pytest.raises(ProblemError, match="sense"):
        sqp.from_jax(lambda x: x @ x, [0.0], sense=0)
