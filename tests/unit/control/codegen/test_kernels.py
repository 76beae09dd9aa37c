"""The QP solvers in C find what the solvers of the QP room find."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sqp.control.codegen.project import Formulation
from sqp.qp.convexify import Convexify
from sqp.qp.piqp import PIQP
from sqp.qp.program import QPStatus
from tests.unit.control.codegen.kernel import ROWS_INCONSISTENT, SOLVED, Kernel, Size, needs_gcc

pytestmark = needs_gcc


@pytest.mark.parametrize("formulation", Formulation)
@pytest.mark.parametrize(("rows", "end_rows", "soft"), [(0, 0, 0.0), (1, 0, 1.0), (2, 1, 0.5), (1, 0, 0.0)], ids=str)
def test_it_finds_the_solution_or_says_that_there_is_none(
    formulation: Formulation, rows: int, end_rows: int, soft: float, tmp_path: Path
) -> None:
    kernel = Kernel(Size(8, 3, 2, rows + 2, end_rows), formulation, tmp_path, "-O0")
    solved = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        kernel.randomise(rng, soft=soft)
        x0 = rng.normal(size=3)
        code, found, iterations = kernel.solve(x0)
        expected = PIQP().start(Convexify()).solve(kernel.program(x0), accuracy=1e-10)
        if expected.status is QPStatus.SOLVED:
            assert code == SOLVED
            np.testing.assert_allclose(found, expected.d[: found.size], atol=1e-6, rtol=1e-6)
            assert iterations <= 60
            solved += 1
        else:
            assert code == ROWS_INCONSISTENT
    assert solved >= 4


@pytest.mark.parametrize("formulation", Formulation)
def test_the_solution_as_a_start_costs_few_steps(formulation: Formulation, tmp_path: Path) -> None:
    kernel = Kernel(Size(8, 3, 2, 3, 0), formulation, tmp_path, "-O0")
    rng = np.random.default_rng(3)
    kernel.randomise(rng, soft=1.0)
    x0 = rng.normal(size=3)
    _, cold, cold_steps = kernel.solve(x0)
    code, warm, warm_steps = kernel.solve(x0, fresh=False)
    assert code == SOLVED
    np.testing.assert_allclose(warm, cold, atol=1e-8)
    assert warm_steps <= min(3, cold_steps)


@pytest.mark.parametrize("formulation", Formulation)
def test_equality_rows_hold(formulation: Formulation, tmp_path: Path) -> None:
    kernel = Kernel(Size(6, 2, 2, 3, 1), formulation, tmp_path, "-O0")
    kernel.randomise(np.random.default_rng(1))
    kernel.limits[:, 0, :2] = [-np.inf, np.inf]
    kernel.end_limits[0, :2] = 0.25
    code, found, _ = kernel.solve(np.array([0.1, -0.1]))
    assert code == SOLVED
    assert kernel.end_G[0] @ found[-2:] == pytest.approx(0.25, abs=1e-9)
