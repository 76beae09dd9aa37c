"""Presolve: what is taken out, that the result is that of the whole problem, and contradictions found beforehand."""

from __future__ import annotations

import casadi as ca
import numpy as np
import pytest
from scipy import sparse

import sqp
from sqp.algorithm.presolved import presolved
from sqp.algorithm.session import Session
from sqp.algorithm.start import checked_start
from sqp.bounds import Bounds
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.ledger import Ledger
from sqp.model.casadi_problem import CasadiProblem
from sqp.presolve.reduced import ReducedProblem
from sqp.presolve.reduction import Reduction
from sqp.presolve.search import found_in, removable_rows
from tests import oracle


def chain(*, dense: bool = True) -> CasadiProblem:
    """x1 is fixed, which makes "sum" a row in x2 alone, which is fixed by it, which makes "cover" a bound on x3."""
    x = ca.SX.sym("x", 4)
    return CasadiProblem(
        x,
        ca.sumsqr(x - 0.5) + x[0] * x[3],
        ca.vertcat(2 * x[0] - 1, x[1] + x[2], x[2] - x[3], ca.sumsqr(x), x[1] ** 2, x[0]),
        variable_bounds=Bounds([-5, 2, 0, -9], [5, 2, 9, 9]),
        constraint_bounds=Bounds([3, 3, -np.inf, -np.inf, 1, -7], [np.inf, 3, -3, 50, 5, 9]),
        start=[1, 2, 3, 5],
        constraint_names=("twice", "sum", "cover", "ball", "square", "loose"),
        dense=dense,
    )


def reduction_of(problem: CasadiProblem) -> Reduction:
    x0 = problem.variable_bounds.project(problem.start)
    found = found_in(problem, x0, removable_rows(problem), problem.constraints(x0), problem.jacobian(x0))
    assert found is not None
    assert found.contradiction is None
    return found.reduction


def test_the_chain_is_followed_to_its_end():
    reduction = reduction_of(chain())
    assert list(reduction.variables) == [0, 3]
    assert list(reduction.rows) == [3]
    assert list(reduction.order) == [2]
    assert reduction.bounds.lower.tolist() == [2.0, 2.0, 1.0, 4.0]
    assert reduction.sources.lower.tolist() == [0, -1, 1, 2]


@pytest.mark.parametrize("dense", [True, False])
def test_the_result_is_that_of_the_whole_problem(dense):
    problem = chain(dense=dense)
    with_presolve, without = (sqp.solve(problem, presolve=on) for on in (True, False))
    for result in (with_presolve, without):
        assert oracle.false_claim(problem, result, tolerance=1e-8) == ""
        assert result.success
    assert with_presolve.x == pytest.approx(without.x, abs=1e-9)
    assert with_presolve.y == pytest.approx([-3.5, -10.0, 9.0, 0.0, 0.0, 0.0], abs=1e-8)
    assert with_presolve.z == pytest.approx([0.0, 7.0, 0.0, 0.0], abs=1e-8)
    assert with_presolve.constraint_names == problem.constraint_names


def test_what_was_removed_is_said_by_name():
    notes = sqp.solve(chain()).notes
    assert notes[0] == (
        "presolve removed 2 fixed variables: x[1], x[2]; 1 constant row: square; 4 rows that bound a variable: "
        "twice, sum, cover, loose"
    )
    assert notes[1] == "the start was moved into bounds that rows state: x[0] from 1 to 2"


def test_nothing_to_remove_costs_nothing():
    x = ca.SX.sym("x", 2)
    problem = CasadiProblem(x, ca.sumsqr(x), x[0] + x[1], constraint_bounds=Bounds([1], [2]))
    seen = []
    start = checked_start(problem, None, None, None)

    def solve(_, whole, begin, __):
        seen.append((whole, begin))
        return sqp.solve(whole, begin.x, presolve=False)

    presolved(sqp.SQP(), problem, start, Session(Ledger()), solve)
    assert seen == [(problem, start)]
    counted = Evaluator(problem)
    assert removable_rows(problem) is None
    assert not any(counted.calls.values())


def test_nonlinear_rows_of_one_variable_stay():
    x = ca.SX.sym("x", 2)
    problem = CasadiProblem(x, ca.sumsqr(x), x[0] ** 2, constraint_bounds=Bounds([1], [2]))
    assert removable_rows(problem) is None


def test_a_problem_that_does_not_say_what_is_linear_keeps_its_rows():
    result = sqp.minimize(
        lambda x: x @ x,
        [3.0, 3.0, 2.0],
        constraints=lambda x: x[:1],
        constraint_bounds=(1, None),
        bounds=([-9, -9, 2], [9, 9, 2]),
    )
    assert result.success
    assert "presolve removed 1 fixed variable: x[2]" in result.notes
    assert result.x == pytest.approx([1.0, 0.0, 2.0], abs=1e-6)


class Half:
    """Row 0 is linear, and the problem says so; nothing is known of the pattern."""

    def __init__(self) -> None:
        self.variable_bounds = Bounds.free(2)
        self.constraint_bounds = Bounds([1.0, -9.0], [5.0, 9.0])
        self.linear_constraints = np.array([True, False])
        self.start = np.array([2.0, 2.0])

    def objective(self, x):
        return float(x @ x)

    def gradient(self, x):
        return 2 * x

    def constraints(self, x):
        return np.array([3.0 - 2.0 * x[1], x[0] ** 2])

    def jacobian(self, x):
        return np.array([[0.0, -2.0], [2 * x[0], 0.0]])

    def lagrangian_hessian(self, x, y, sigma):
        return 2 * np.diag([sigma + y[1], sigma])


def test_rows_of_a_problem_that_knows_which_are_linear():
    result = sqp.solve(Half(), keep_iterates=True)
    assert result.x == pytest.approx([0.0, 0.0], abs=1e-8)
    assert "1 row that bounds a variable: c[0]" in result.notes[0]
    records = [vector for record in result.history for vector in (record.x, record.y) if vector is not None]
    assert [vector.size for vector in records] == [2] * 2 * result.iterations
    assert oracle.false_claim(Half(), result) == ""


def test_a_bound_that_rounding_would_blur_stays_a_row():
    problem = Half()
    problem.start = np.array([0.0, 1e9])
    assert sqp.solve(problem).notes == ()


def test_records_and_multipliers_of_a_warm_start_are_whole():
    problem = chain()
    seen = []
    first = sqp.solve(problem, callback=seen.append)
    assert all(record.x.shape == (4,) and record.y.shape == (6,) and record.z.shape == (4,) for record in seen)
    again = sqp.solve(problem, first.x, y0=first.y, z0=first.z)
    assert again.iterations == 0
    assert again.y == pytest.approx(first.y, abs=1e-8)


@pytest.mark.parametrize("dense", [True, False])
def test_the_reduced_problem_is_a_part_of_the_whole(dense):
    problem = chain(dense=dense)
    reduction = reduction_of(problem)
    reduced = ReducedProblem(problem, reduction)
    x = reduction.point(np.array([2.5, 4.5]))
    full, part = (sparse.csr_array(at(p)).toarray() for at, p in ((problem.jacobian, x), (reduced.jacobian, x[[0, 3]])))
    assert part.tolist() == [[full[3, 0], full[3, 3]]]
    y, v = np.array([0.7]), np.array([1.0, -2.0])
    hess = reduced.lagrangian_hessian(x[[0, 3]], y, 0.5)
    assert hess @ v == pytest.approx(reduced.lagrangian_hessian_product(x[[0, 3]], y, 0.5, v))
    assert reduced.linear_constraints.tolist() == [False]
    assert reduced.variable_names == ("x[0]", "x[3]")
    assert reduced.constraint_names == ("ball",)


def conflict(c_lower, c_upper, *, lower=-9.0, upper=9.0) -> CasadiProblem:
    x = ca.SX.sym("x", 2)
    return CasadiProblem(
        x,
        ca.sumsqr(x),
        ca.vertcat(2 * x[0], x[0] - 1, x[0] + x[1]),
        variable_bounds=Bounds([lower, -9], [upper, 9]),
        constraint_bounds=Bounds([*c_lower, -np.inf], [*c_upper, 1]),
        start=[0.0, 0.0],
        variable_names=("u", "v"),
        constraint_names=("first", "second", "third"),
    )


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (conflict([2, -9], [9, -1]), "second requires u <= 0, but first requires u >= 1"),
        (conflict([-9, 1], [2, 9]), "second requires u >= 2, but first requires u <= 1"),
        (conflict([2, -9], [9, 9], upper=0.5), "first requires u >= 1, but the bounds of u require u <= 0.5"),
        (conflict([-9, -9], [-8, 9], lower=0.5), "first requires u <= -4, but the bounds of u require u >= 0.5"),
        (
            conflict([-9, 4], [9, 9], lower=0.5, upper=0.5),
            "second must be >= 4, but it is -0.5 for all values that its variables can take",
        ),
    ],
)
def test_contradictions_are_named_and_proven(problem, sentence):
    result = sqp.solve(problem)
    assert result.stop is sqp.StopReason.INFEASIBLE
    assert result.iterations == 0
    assert sentence in result.message
    assert result.point is sqp.PointKind.INFEASIBLE_STATIONARY
    assert oracle.false_claim(problem, result) == ""
    jac = problem.jacobian(result.x)
    assert jac.T @ result.y + result.z == pytest.approx([0.0, 0.0], abs=1e-12)
    assert farkas(problem, result.y, result.z) > 0.1


def farkas(problem: CasadiProblem, y, z) -> float:
    """Least value of y'(Ax + b) + z'x - (the most that the bounds allow it); positive if the constraints contradict."""
    b = problem.constraints(np.zeros(2))
    rows, box = problem.constraint_bounds, problem.variable_bounds
    most = sum(
        float(mult * (high if mult > 0 else low))
        for mults, bounds in ((y, rows), (z, box))
        for mult, low, high in zip(mults, bounds.lower, bounds.upper, strict=True)
        if mult
    )
    return float(y @ b) - most


def test_bounds_that_agree_to_rounding_do_not_contradict():
    result = sqp.solve(conflict([1.0, -9], [9, -0.5 + 1e-13 - 0.0]))
    assert result.success
    assert result.x[0] == pytest.approx(0.5, abs=1e-9)


def test_a_local_infeasibility_is_certified_for_the_whole_problem():
    x = ca.SX.sym("x", 2)
    problem = CasadiProblem(
        x,
        ca.sumsqr(x),
        ca.vertcat(x[0], x[0] ** 2 + x[1] ** 2, x[1]),
        constraint_bounds=Bounds([2.0, -np.inf, -1.0], [9.0, 1.0, 1.0]),
        start=[1.0, 0.3],
    )
    result = sqp.solve(problem)
    assert result.stop is sqp.StopReason.LOCALLY_INFEASIBLE
    assert result.point is sqp.PointKind.INFEASIBLE_STATIONARY
    assert result.y / np.abs(result.y).max() == pytest.approx([-1.0, 0.5, 0.0], abs=1e-6)
    assert problem.jacobian(result.x).T @ result.y == pytest.approx([0.0, 0.0], abs=1e-6)


def test_a_maximum_keeps_its_sign():
    m = sqp.Model("area")
    w, h = m.variable("w", lower=2, upper=2), m.variable("h", lower=0, start=1)
    m.maximize(w * h)
    m.subject_to(w + h <= 8, name="sum")
    result = m.solve()
    assert result.f == pytest.approx(12.0)
    assert result.multiplier("sum") == pytest.approx(2.0)
    assert result["w"] == 2.0


def test_without_presolve_nothing_is_removed():
    assert sqp.solve(chain(), presolve=False).notes == ()
