"""Blocks learn on their own: found from the pattern or given, dense or sparse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sqp
from sqp.errors import OptionError
from sqp.hessian.block_bfgs import BlockBFGS, connected


def chains(count: int, *, dense: bool) -> Any:
    """``count`` Rosenbrock functions side by side, tied by one linear row."""
    import casadi as ca

    x = ca.SX.sym("x", 2 * count)
    f = sum((1 - x[2 * i]) ** 2 + (i + 1) * 10 * (x[2 * i + 1] - x[2 * i] ** 2) ** 2 for i in range(count))
    rows = sqp.Bounds([-np.inf], [2.5 * count])
    start = np.tile([-1.2, 1.0], count)
    return sqp.CasadiProblem(x, f, ca.sum1(x), constraint_bounds=rows, start=start, dense=dense)


@pytest.mark.parametrize("dense", [True, False])
@pytest.mark.parametrize("blocks", [None, [[2 * i, 2 * i + 1] for i in range(6)]])
def test_many_blocks_take_hardly_more_steps_than_few(dense: bool, blocks: Any) -> None:
    result = sqp.solve(chains(6, dense=dense), hessian=BlockBFGS(blocks=blocks))
    whole = sqp.solve(chains(6, dense=dense), hessian=sqp.BFGS())
    assert result.success
    np.testing.assert_allclose(result.x, 1.0, atol=1e-5)
    assert result.iterations < whole.iterations
    assert result.counts.hessian == (1 if blocks is None else 0)


def test_connected_parts() -> None:
    hess = np.zeros((5, 5))
    hess[0, 4] = hess[4, 0] = hess[1, 1] = 1.0
    labels = connected(hess)
    assert labels[0] == labels[4]
    assert len(set(labels.tolist())) == 4


def test_blocks_are_needed_where_no_pattern_is_known() -> None:
    with pytest.raises(OptionError, match="needs blocks"):
        sqp.minimize(lambda x: x @ x, [1.0, 2.0], hessian=BlockBFGS())
    assert sqp.minimize(lambda x: x @ x, [1.0, 2.0], hessian=BlockBFGS(blocks=[[0]])).success


@pytest.mark.parametrize(("blocks", "sentence"), [([[0], [0]], "share"), ([[0, 7]], "from 0 to 1, got 7")])
def test_blocks_that_cannot_be(blocks: Any, sentence: str) -> None:
    with pytest.raises(OptionError, match=sentence):
        sqp.minimize(lambda x: x @ x, [1.0, 2.0], hessian=BlockBFGS(blocks=blocks))


def test_what_is_learnt_can_be_recalled() -> None:
    settings = BlockBFGS(blocks=[[0, 1]])
    problem = chains(1, dense=True)
    from sqp.evaluation.evaluator import Evaluator

    evaluator = Evaluator(problem)
    run, fresh = settings.start(evaluator), settings.start(evaluator)
    old, new = (evaluator.linearization(evaluator.values(np.array(x))) for x in ([0.0, 0.0], [0.1, 0.2]))
    run.accept(old, new, np.zeros(1))
    fresh.recall(run.memory())
    np.testing.assert_array_equal(fresh.matrix(new, np.zeros(1)), run.matrix(new, np.zeros(1)))


def pairs(x: Any) -> float:
    return sum((1 - x[i]) ** 2 + 100 * (x[i + 1] - x[i] ** 2) ** 2 for i in range(0, len(x) - 1, 2))


def test_numpy_functions_state_blocks_by_the_sparsity_of_the_hessian() -> None:
    start = np.tile([-1.2, 1.0], 3)
    blocks = np.kron(np.eye(3), np.ones((2, 2)))
    result = sqp.minimize(pairs, start, hessian="block-bfgs", hessian_sparsity=blocks)
    assert result.success
    settings: Any = result.settings
    assert settings.hessian == BlockBFGS(blocks=[[0, 1], [2, 3], [4, 5]])
    assert not any("one block" in note for note in result.notes)


def test_blocks_follow_when_presolve_takes_variables_out() -> None:
    start, bounds = np.array([0.0, -1.2, 1.0, -1.2, 1.0]), ([0.0] + 4 * [-9.0], [0.0] + 4 * [9.0])
    blocks = BlockBFGS(blocks=[[1, 2], [3, 4]])
    result = sqp.minimize(lambda x: x[0] + pairs(x[1:]), start, bounds=bounds, hessian=blocks)
    assert result.success
    np.testing.assert_allclose(result.x, [0, 1, 1, 1, 1], atol=1e-5)
    settings: Any = result.settings
    assert settings.hessian == blocks


def test_a_hessian_that_connects_everything_is_noted() -> None:
    m = sqp.Model("chain")
    x = m.variable("x", 3, start=[-1.2, 1.0, 1.0])
    m.minimize(sqp.sum((1 - x) ** 2) + 10 * (x[1] - x[0] ** 2) ** 2 + (x[2] - x[1] ** 2) ** 2)
    result = m.solve(hessian="block-bfgs")
    assert result.success
    assert any("one block of all 3 variables, which is plain BFGS" in note for note in result.notes)


def test_a_block_that_is_too_large_to_store_is_refused() -> None:
    with pytest.raises(OptionError, match="a full matrix for a block of 6000 variables"):
        sqp.solve(
            sqp.NLP(lambda x: float(x @ x), np.ones(6000), gradient=lambda x: 2 * x),
            hessian=BlockBFGS(blocks=[range(6000)]),
        )
