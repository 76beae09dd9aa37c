"""Problems of repeated parts: the optima that an interior-point method finds too, at sizes that a test affords."""

from __future__ import annotations

import importlib
from typing import Any

import casadi as ca
import numpy as np
import pytest

import sqp
from sqp_problems import catalogue

NAMES = ("cart_pole", "chain_of_masses", "water_network", "bundle_adjustment")
SIZES = {"cart_pole": 250, "chain_of_masses": 1000, "water_network": 500, "bundle_adjustment": 1500}


def built(name: str, n: int) -> Any:
    return importlib.import_module(f"sqp_problems.scale.{name}").build(n)


def ipopt(problem: Any) -> float:
    """The optimal objective that IPOPT finds with the same functions."""
    x, p, functions = ca.MX.sym("x", problem.start.size), problem.parameters, problem.functions
    program = {
        "x": x,
        "f": functions.objective.call([x, p], True, False)[0],
        "g": functions.constraints.call([x, p], True, False)[0],
    }
    quiet = {"print_time": False, "ipopt.print_level": 0, "ipopt.sb": "yes", "ipopt.tol": 1e-10}
    box, rows = problem.variable_bounds, problem.constraint_bounds
    found = ca.nlpsol("solver", "ipopt", program, quiet)(
        x0=problem.start, lbx=box.lower, ubx=box.upper, lbg=rows.lower, ubg=rows.upper
    )
    return float(found["f"])


@pytest.mark.skipif(not ca.has_nlpsol("ipopt"), reason="this build of CasADi comes without IPOPT")
@pytest.mark.parametrize("name", NAMES)
def test_the_optimum_is_that_of_an_interior_point_method(name: str) -> None:
    model = built(name, SIZES[name])
    result = model.solve(tolerance=1e-8)
    assert result.success
    assert result.f == pytest.approx(ipopt(model.problem()), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_record_is_reproduced(name: str) -> None:
    case = catalogue.cases(family="scale", name=name)[0]
    model: Any = case.build()
    problem = model.problem()
    assert problem.objective(problem.start) == pytest.approx(case.start_objective, abs=1e-12)
    result = model.solve(tolerance=1e-8)
    assert result.success
    assert result.f == pytest.approx(case.optimum, rel=1e-8, abs=1e-12)
    for solution in case.solutions:
        np.testing.assert_allclose(result.x, solution.flat, atol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_ten_thousand_variables_are_stated_without_being_written_out(name: str) -> None:
    problem = built(name, 10_000).problem()
    assert 8_000 <= problem.start.size <= 12_000
    x, y = problem.start, np.ones(problem.constraint_bounds.size)
    assert np.isfinite(problem.lagrangian_hessian(x, y, 1.0).data).all()
    for function in (problem.functions.jacobian, problem.functions.lagrangian_hessian):
        assert function.n_instructions() < 200


def test_the_heads_of_a_water_network_are_its_multipliers() -> None:
    from sqp_problems.scale.water_network import Streets

    streets = Streets.of(200)
    result = built("water_network", 200).solve(tolerance=1e-10)
    heads = np.asarray(result.multiplier("demand"))
    np.testing.assert_allclose(heads - heads[0], streets.heads[1:] - streets.heads[1], atol=1e-6)


def test_a_swing_up_ends_upright() -> None:
    result = sqp.solve(built("cart_pole", 500).problem())
    assert result.success
    assert result.view is not None
    state = result.view.variables(result.x)["state"]
    np.testing.assert_allclose(state[:, -1], [1.0, np.pi, 0.0, 0.0], atol=1e-9)
    assert np.abs(state[0]).max() <= 2.0 + 1e-9
