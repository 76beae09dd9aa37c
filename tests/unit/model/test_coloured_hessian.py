"""Hessians read off products: the entries are those of the function that CasADi forms."""

from __future__ import annotations

import importlib
import pickle

import casadi as ca
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sqp.arrays import as_dense
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.coloured_hessian import ColouredHessian
from sqp.model.pattern import Pattern


@settings(max_examples=40, deadline=None)
@given(n=st.integers(1, 9), seed=st.integers(0, 10**6), density=st.floats(0, 1))
def test_every_symmetric_matrix_is_recovered_from_a_star_colouring(n: int, seed: int, density: float) -> None:
    random = np.random.default_rng(seed)
    matrix = random.standard_normal((n, n)) * (random.random((n, n)) < density)
    matrix = matrix + matrix.T + np.eye(n)
    stored = ca.DM(matrix).sparsity() + ca.Sparsity.diag(n)
    stored = ca.Sparsity(n, n, stored.colind(), stored.row())
    groups = stored.star_coloring()
    colours = np.zeros(n, dtype=np.int64)
    colours[np.array(groups.row())] = np.repeat(np.arange(groups.size2()), np.diff(groups.colind()))
    pattern = Pattern((n, n), np.array(stored.colind()), np.array(stored.row()))
    found = ColouredHessian(pattern, colours)(lambda *arguments: matrix @ arguments[-1], np.zeros(n), np.zeros(0), 1.0)
    np.testing.assert_allclose(as_dense(found), matrix, atol=1e-12)


@pytest.mark.parametrize("name", ["bratu", "minimal_surface", "semilinear_control"])
def test_a_large_problem_agrees_with_the_function_that_casadi_forms(name: str) -> None:
    problem = importlib.import_module(f"sqp_problems.scale.{name}").build(20_000).problem()
    assert problem.functions.coloured_hessian is not None
    random = np.random.default_rng(0)
    x, y = random.random(problem.start.size), random.random(problem.constraint_bounds.size)
    formed = problem.functions.lagrangian_hessian(x, y, 0.5, problem.parameters).sparse()
    assert abs(problem.lagrangian_hessian(x, y, 0.5) - formed).max() <= 1e-9 * abs(formed).max()
    assert abs(pickle.loads(pickle.dumps(problem)).lagrangian_hessian(x, y, 0.5) - formed).max() <= 1e-6


def test_scalar_operations_keep_their_own_function() -> None:
    x = ca.SX.sym("x", 150)
    assert CasadiProblem(x, ca.sumsqr(x[1:] - x[:-1])).functions.coloured_hessian is None
