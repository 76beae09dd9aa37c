"""What every ``Problem`` promises; each function checks one promise and raises AssertionError if it is broken."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sqp.model.problem import HasHessian, HasHessianProduct, HasLinearRows, HasNames, HasStart, Problem
from tests.derivatives import dense, derivative_errors

Array = NDArray[np.float64]


def points(problem: Problem, count: int = 3) -> list[Array]:
    """Points inside the bounds, near the start: the same ones at every call."""
    random = np.random.default_rng(7)
    bounds = problem.variable_bounds
    start = problem.start if isinstance(problem, HasStart) else np.ones(bounds.size)
    return [bounds.project(start + 0.1 * k * random.uniform(0.1, 1.0, bounds.size)) for k in range(1, count + 1)]


def multipliers(problem: Problem) -> Array:
    return np.random.default_rng(8).normal(size=problem.constraint_bounds.size)


def calls(problem: Problem) -> dict[str, Callable[[Array], Any]]:
    """Every function that the problem offers, as a function of x alone."""
    y, v = multipliers(problem), np.random.default_rng(9).normal(size=problem.variable_bounds.size)
    offered: dict[str, Callable[[Array], Any]] = {
        "objective": problem.objective,
        "gradient": problem.gradient,
        "constraints": problem.constraints,
        "jacobian": problem.jacobian,
    }
    if isinstance(problem, HasHessian):
        hessian = problem.lagrangian_hessian
        offered["lagrangian_hessian"] = lambda x: hessian(x, y, 0.5)
    if isinstance(problem, HasHessianProduct):
        product = problem.lagrangian_hessian_product
        offered["lagrangian_hessian_product"] = lambda x: product(x, y, 0.5, v)
    return offered


def shapes_and_types(problem: Problem) -> None:
    n, m = problem.variable_bounds.size, problem.constraint_bounds.size
    expected = {
        "gradient": (n,),
        "constraints": (m,),
        "jacobian": (m, n),
        "lagrangian_hessian": (n, n),
        "lagrangian_hessian_product": (n,),
    }
    x = points(problem)[0]
    assert type(problem.objective(x)) is float
    for name, call in calls(problem).items():
        if name in expected:
            value = call(x)
            assert value.shape == expected[name], name
            assert value.dtype == np.float64, name
            assert isinstance(value, np.ndarray | sparse.csc_array), name
    if isinstance(problem, HasHessian):
        kinds = {type(calls(problem)[name](x)) for name in ("jacobian", "lagrangian_hessian")}
        assert len(kinds) == 1, "Jacobian and Hessian are of one kind"
    if isinstance(problem, HasStart):
        assert problem.start.shape == (n,)
    if isinstance(problem, HasNames):
        assert len(problem.variable_names) in (0, n)
        assert len(problem.constraint_names) in (0, m)


def one_pattern(problem: Problem) -> None:
    for name in ("jacobian", "lagrangian_hessian"):
        call = calls(problem).get(name)
        first, *others = [call(x) if call else None for x in points(problem)]
        if isinstance(first, sparse.csc_array):
            assert first.has_canonical_format, f"{name}: sorted, no duplicates"
            for other in others:
                assert isinstance(other, sparse.csc_array)
                np.testing.assert_array_equal(other.indices, first.indices, err_msg=name)
                np.testing.assert_array_equal(other.indptr, first.indptr, err_msg=name)


def purity(problem: Problem) -> None:
    """The same bits at every call, the argument untouched, even when it is read-only, and the answers the caller's."""
    here, there, _ = points(problem)
    here.flags.writeable = False
    before = here.copy()
    for name, call in calls(problem).items():
        first = call(here)
        kept = _bits(first)
        call(there)
        assert _bits(first) == kept, f"{name}: a later call changed an earlier answer"
        assert _bits(call(here)) == kept, f"{name}: not the same bits again"
        if not isinstance(first, float):
            _values(first)[...] = np.pi
            assert _bits(call(here)) == kept, f"{name}: what a caller does to an answer reaches the problem"
    np.testing.assert_array_equal(here, before)


def derivatives(problem: Problem) -> None:
    for x in points(problem):
        for sigma in (1.0, 0.0):
            assert derivative_errors(problem, x, multipliers(problem), sigma).worst < 1e-7


def hessian(problem: Problem) -> None:
    """Symmetric; linear in (sigma, y); and its product with v is the matrix times v."""
    if not isinstance(problem, HasHessian):
        return
    y = multipliers(problem)
    for x in points(problem):
        whole = dense(problem.lagrangian_hessian(x, y, 2.0))
        parts = 2.0 * dense(problem.lagrangian_hessian(x, 0 * y, 1.0)) + dense(problem.lagrangian_hessian(x, y, 0.0))
        size = max(1.0, np.abs(whole).max(initial=0.0))
        np.testing.assert_allclose(whole, whole.T, atol=1e-12 * size)
        np.testing.assert_allclose(whole, parts, atol=1e-12 * size)
        if isinstance(problem, HasHessianProduct):
            for v in np.random.default_rng(10).normal(size=(2, x.size)):
                product = problem.lagrangian_hessian_product(x, y, 2.0, v)
                np.testing.assert_allclose(product, whole @ v, atol=1e-11 * size)


def linear_rows(problem: Problem) -> None:
    """Rows that call themselves linear have a constant Jacobian."""
    if isinstance(problem, HasLinearRows):
        rows = problem.linear_constraints
        assert rows.shape == (problem.constraint_bounds.size,)
        first, *others = [dense(problem.jacobian(x))[rows] for x in points(problem)]
        for other in others:
            np.testing.assert_allclose(other, first, rtol=1e-13)


def pickling(problem: Problem) -> None:
    clone = pickle.loads(pickle.dumps(problem))
    for x in points(problem):
        for name, call in calls(problem).items():
            assert _bits(calls(clone)[name](x)) == _bits(call(x)), name


def threads(problem: Problem) -> None:
    """Calls from several threads do not disturb each other."""
    here = points(problem) * 20
    with ThreadPoolExecutor(4) as pool:
        for name, call in calls(problem).items():
            expected = [_bits(call(x)) for x in here]
            assert [_bits(value) for value in pool.map(call, here)] == expected, name


PROMISES = (shapes_and_types, one_pattern, purity, derivatives, hessian, linear_rows, pickling, threads)


def _values(value: Any) -> Array:
    return value.data if isinstance(value, sparse.csc_array) else value


def _bits(value: Any) -> bytes:
    return np.float64(value).tobytes() if isinstance(value, float) else dense(value).tobytes()
