"""Every Hessian model: solves a panel alone, from NumPy functions too, and hands over what it has learnt.

Models are found by the parameters of their ``start``: a new one in its room is covered without a line here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sqp
import sqp.hessian
from sqp.hessian.block_bfgs import BlockBFGS
from sqp.hessian.krylov import NewtonKrylov
from sqp.hessian.model import HessianModel
from sqp.memory import Remembers
from sqp.model.casadi_problem import CasadiProblem
from sqp_problems import catalogue
from tests import oracle
from tests.contracts.test_strategies import reached, stated, strategies

MODELS = strategies(sqp.hessian, HessianModel)
RESIDUALS = (sqp.GaussNewton, sqp.LevenbergMarquardt)
#: NewtonKrylov is meant for large problems and has its own tests there.
GENERAL = [model for model in MODELS if not isinstance(model, (*RESIDUALS, NewtonKrylov))]
FIRST = [model for model in GENERAL if not isinstance(model, sqp.Exact | sqp.Blockwise)]
PANEL = [case for number in (6, 7, 10, 12, 35, 39, 43, 71, 76) for case in catalogue.cases(name=f"HS{number}")]


def name(model: Any) -> str:
    return type(model).__name__


def test_the_room_has_been_searched() -> None:
    assert {name(model) for model in MODELS} >= {
        "Exact", "BFGS", "SR1", "LBFGS", "LSR1", "BlockBFGS", "GaussNewton", "LevenbergMarquardt", "NewtonKrylov",
    }  # fmt: skip


@pytest.mark.parametrize("model", GENERAL, ids=name)
def test_it_solves_the_panel(model: HessianModel) -> None:
    method = sqp.SQP(hessian=model, rescue=False, limits=sqp.Limits(iterations=300))
    unsolved: list[str] = []
    for case in PANEL:
        problem = stated(case)
        result = method.solve(problem)
        assert oracle.false_claim(problem, result) == "", case.name
        if not (result.success and reached(case, result.f)):
            unsolved.append(f"{case.name}: {result.stop.name}, f = {result.f:.8g}")
    assert unsolved == []


@pytest.mark.parametrize("model", FIRST, ids=name)
def test_it_works_from_numpy_functions(model: Any) -> None:
    settings = BlockBFGS(blocks=[[0, 1]]) if isinstance(model, BlockBFGS) else model
    result = sqp.minimize(
        lambda x: 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2,
        [-1.2, 1.0],
        gradient=lambda x: np.array([-400 * x[0] * (x[1] - x[0] ** 2) - 2 * (1 - x[0]), 200 * (x[1] - x[0] ** 2)]),
        hessian=settings,
        constraints=lambda x: x @ x,
        jacobian=lambda x: 2 * x[None],
        constraint_bounds=(None, 1.0),
        bounds=(-2.0, 2.0),
    )
    assert result.success
    np.testing.assert_allclose(result.x, [0.7864151, 0.6176983], atol=1e-6)
    assert result.counts.hessian == 0


@pytest.mark.parametrize("model", FIRST, ids=name)
def test_it_works_with_sparse_problems(model: HessianModel) -> None:
    import casadi as ca

    x = ca.SX.sym("x", 12)
    f = ca.sumsqr(x[:-1] ** 2 - 0.5) + ca.sumsqr(x - 1)
    rows = sqp.Bounds([1.0, -np.inf], [1.0, 0.2])
    problem = CasadiProblem(x, f, ca.vertcat(x[0] + x[5], x[2] * x[3]), constraint_bounds=rows, dense=False)
    found, exact = (sqp.solve(problem, hessian=choice, x0=np.full(12, 0.4)) for choice in (model, sqp.Exact()))
    assert found.success
    assert found.f == pytest.approx(exact.f, rel=1e-6)


@pytest.mark.parametrize("model", [sqp.GaussNewton(), sqp.LevenbergMarquardt()], ids=name)
@pytest.mark.parametrize("dense", [True, False])
def test_residual_models_fit_data(model: HessianModel, dense: bool) -> None:
    m = sqp.Model("fit")
    b = m.variable("b", 2, start=[1.0, 0.2], lower=0.0)
    t = np.arange(8.0)
    m.minimize_sum_of_squares(b[0] * sqp.exp(-b[1] * t) - 2.0 * np.exp(-0.3 * t))
    problem = m.problem()
    problem.dense = dense
    result = sqp.solve(problem, hessian=model)
    assert result.success
    np.testing.assert_allclose(result.x, [2.0, 0.3], rtol=1e-6)


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_settings_are_shown_and_compare(model: HessianModel) -> None:
    assert model == type(model)()
    assert repr(model).startswith(name(model))


@pytest.mark.parametrize("model", FIRST, ids=name)
def test_what_it_learns_is_handed_over(model: HessianModel) -> None:
    from sqp.evaluation.evaluator import Evaluator

    assert isinstance(model.start(Evaluator(stated(PANEL[0]))), Remembers)
