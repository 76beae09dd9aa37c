"""What is refused or remarked upon before the first iteration, whichever door it comes in by."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

import sqp
from sqp.bounds import Bounds
from sqp.errors import ModelError, OptionError, ProblemError


def square(x: Any) -> Any:
    return x @ x


def model() -> sqp.Model:
    m = sqp.Model()
    x = m.variable("x", start=2.0)
    m.minimize((x - 1) ** 4)
    return m


@pytest.mark.parametrize("callback", [3, "print", [print]])
def test_a_callback_that_is_no_function(callback: Any, tmp_path: Path) -> None:
    file = tmp_path / "saved.npz"
    model().solve(limits=sqp.Limits(iterations=1), checkpoint=sqp.Checkpoint(file))
    for call in (
        lambda: model().solve(callback=callback),
        lambda: sqp.solve(model().problem(), callback=callback),
        lambda: sqp.minimize(square, [1.0], callback=callback),
        lambda: sqp.resume(file, model().problem(), callback=callback),
    ):
        with pytest.raises(OptionError, match="callback must be a function of the iteration's record, got"):
            call()


@pytest.mark.parametrize("bounds", [((0, 1), (0, 2)), [(0, 1), (0, 2)], ((0, None), (None, 2))])
def test_pairs_that_may_be_meant_as_one_for_each_variable_are_refused(bounds: Any) -> None:
    with pytest.raises(ProblemError, match="can be read as"):
        sqp.minimize(square, [1.0, 2.0], bounds=bounds)


@pytest.mark.parametrize(
    "bounds", [([0, 0.5], [1, 2]), (np.array([0, 0.5]), [1, 2]), Bounds((0, 0.5), (1, 2)), ((0, 0.5), [1, 2])]
)
def test_lists_arrays_and_bounds_are_sides(bounds: Any) -> None:
    assert sqp.minimize(square, [1.0, 2.0], bounds=bounds).x == pytest.approx([0.0, 0.5], abs=1e-7)


def test_one_pair_for_each_of_three_variables_is_recognised() -> None:
    bounds: Any = [(0, 1), (0, 2), (0, 3)]
    with pytest.raises(ProblemError, match="got 3 items, as it seems one pair for each entry"):
        sqp.minimize(square, [1.0, 2.0, 3.0], bounds=bounds)


def test_bounds_that_count_as_infinite_are_remarked_upon() -> None:
    m = sqp.Model()
    x, y = m.variable("x", upper=3e20), m.variable("y", lower=-np.inf, start=1.0)
    m.minimize((x - 1) ** 2 + y**2)
    m.subject_to(x + y <= 1e25, name="sum")
    assert m.solve().notes[0] == "bounds of at least 1e+20 count as infinite: x, sum"
    result = sqp.minimize(square, [1.0, 2.0], bounds=(None, [1e30, np.inf]))
    assert "bounds of at least 1e+20 count as infinite: x[0]" in result.notes
    rows = sqp.minimize(square, [1.0], constraints=lambda x: x, constraint_bounds=(0.5, 1e21))
    assert "bounds of at least 1e+20 count as infinite: c[0]" in rows.notes


def test_bounds_that_admit_only_what_counts_as_infinite_are_refused_by_name() -> None:
    m = sqp.Model()
    x = m.variable("x")
    with pytest.raises(ModelError, match=r"y: .*lower 3e\+20.*count as infinite: choose a larger unit"):
        m.variable("y", lower=3e20)
    with pytest.raises(ModelError, match=r"'far': .*count as infinite"):
        m.subject_to(x == 3e20, name="far")
    with pytest.raises(ProblemError, match=r"entry 0 admits no value.*1e20 and more count as infinite"):
        sqp.minimize(square, [1.0, 2.0], bounds=([3e20, 0], None))


def test_a_resumed_solve_repeats_why_its_hessian_was_chosen(tmp_path: Path) -> None:
    file = tmp_path / "saved.npz"

    def rosenbrock(x: Any) -> float:
        return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2

    short = sqp.minimize(rosenbrock, [-1.2, 1.0], limits=sqp.Limits(iterations=3), checkpoint=sqp.Checkpoint(file))
    assert "was chosen" in short.notes[0]
    problem = short.problem
    assert problem is not None
    assert sqp.resume(file, problem, limits=sqp.Limits()).notes[0] == short.notes[0]


def test_a_start_without_values_ends_alike_at_every_door() -> None:
    m = sqp.Model()
    x = m.variable("x", start=-1.0)
    m.minimize(sqp.log(x))
    with np.errstate(all="ignore"):
        results = [
            m.solve(),
            sqp.solve(m.problem()),
            sqp.minimize(lambda x: np.log(x[0]), [-1.0]),
            sqp.minimize(square, [0.5], constraints=lambda x: np.log(x - 1), constraint_bounds=(0, None)),
        ]
        method: Any = sqp.scipy_method
        other = minimize(lambda x: np.log(x[0]), [-1.0], method=method)
    assert {result.stop for result in results} == {sqp.StopReason.EVALUATION_FAILED}
    assert {result.point for result in results} == {sqp.PointKind.UNKNOWN}
    assert not other.success


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_start_on_the_edge_of_the_domain_is_moved_inside() -> None:
    result = sqp.minimize(lambda x: x[0] - np.log(x[0]), [0.0], bounds=(0, None))
    assert result.x == pytest.approx([1.0])
    assert "moved inside the bounds" in " ".join(result.notes)


def test_the_package_runs_as_a_program() -> None:
    done = subprocess.run([sys.executable, "-m", "sqp", "--help"], capture_output=True, text=True, check=True)
    assert "solve" in done.stdout
