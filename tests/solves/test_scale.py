"""Problems from differential equations at ten thousand variables: solved by products, to known discrete solutions."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

import sqp
from sqp.hessian.exact import Exact
from sqp.hessian.krylov import NewtonKrylov

KNOWN = ("bratu", "poisson_control", "semilinear_control")
N = 10_000


def module(name: str):
    return importlib.import_module(f"sqp_problems.scale.{name}")


@pytest.mark.parametrize("name", KNOWN)
def test_the_discrete_solution_is_found(name: str) -> None:
    problem = module(name)
    result = sqp.SQP(hessian=NewtonKrylov(), tolerance=1e-8, rescue=False).solve(problem.build(N).problem())
    known = problem._solution(N)
    assert result.success
    np.testing.assert_allclose(result.x, known.flat, atol=1e-5)
    assert result.f == pytest.approx(known.objective, rel=1e-9)
    assert result.counts.hessian_product <= 200


def test_the_obstacle_holds_the_film() -> None:
    """The same film, at a thousand variables, as with the entries of the Hessian and a factorisation."""
    problem = module("minimal_surface").build(1000).problem()
    by_products = sqp.SQP(hessian=NewtonKrylov(), tolerance=1e-8, rescue=False).solve(problem)
    exact = sqp.SQP(hessian=Exact(), tolerance=1e-8).solve(problem)
    assert by_products.success
    np.testing.assert_allclose(by_products.x, exact.x, atol=1e-6)
    touching = by_products.x <= problem.variable_bounds.lower
    assert 0.1 < touching.mean() < 0.4


@pytest.mark.parametrize("name", [*KNOWN, "minimal_surface"])
def test_a_large_model_is_not_expanded_into_scalars(name: str) -> None:
    problem = module(name).build(N).problem()
    assert not problem.functions.gradient.is_a("SXFunction")
    assert problem.functions.gradient.n_nodes() < 500
