from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sqp
from sqp.report.plots import convergence_plot


@pytest.fixture
def model() -> sqp.Model:
    m = sqp.Model("rosenbrock")
    x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    return m


def test_a_picture_has_one_curve_per_residual_and_one_point_per_iteration(model: sqp.Model, tmp_path: Path) -> None:
    result = model.solve()
    figure = convergence_plot(result, tmp_path / "run.png")
    curves = figure.axes[0].get_lines()
    assert [curve.get_label() for curve in curves] == ["stationarity", "violation", "complementarity"]
    assert all(np.size(curve.get_xdata()) == len(result.history) for curve in curves)
    assert (tmp_path / "run.png").read_bytes()[:4] == b"\x89PNG"


def test_without_iterations_there_is_nothing_to_draw(model: sqp.Model) -> None:
    result = model.solve(start={"x": 1.0, "y": 1.0})
    assert result.history == ()
    with pytest.raises(sqp.ProblemError, match="no iterations"):
        convergence_plot(result)
