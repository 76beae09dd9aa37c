"""The working-set method: one KKT solve for a right guess, a few more for a wrong one, and an honest end."""

from __future__ import annotations

import numpy as np
import pytest

from sqp.errors import OptionError
from sqp.qp.active_set import ActiveSet, ActiveSetSession
from sqp.qp.convexify import Convexify
from sqp.qp.program import QPStatus, WorkingSet
from tests.contracts.quadratic_programs import INF, program, residual


def session(**settings: int) -> ActiveSetSession:
    return ActiveSet(**settings).start(Convexify())


def held(rows: list[int], box: list[int]) -> WorkingSet:
    return WorkingSet(np.array(rows, np.int8), np.array(box, np.int8))


CORNER = program(np.eye(2), [-3.0, 1.0], [[1.0, 1.0]], ([-INF], [5.0]), ([0.0, 0.0], [1.0, 1.0]))


def test_the_right_guess_is_one_solve() -> None:
    solution = session().solve(CORNER, held([0], [1, -1]))
    assert solution.solved
    assert solution.iterations == 1
    np.testing.assert_allclose(solution.d, [1.0, 0.0])
    np.testing.assert_allclose(solution.z, [2.0, -1.0])
    assert residual(CORNER, solution) <= 1e-12


@pytest.mark.parametrize("guess", [None, held([1], [0, 0]), held([0], [-1, 1]), held([0], [0, 0])])
def test_a_wrong_guess_is_put_right(guess: WorkingSet | None) -> None:
    solution = session().solve(CORNER, guess)
    assert solution.solved
    np.testing.assert_allclose(solution.d, [1.0, 0.0], atol=1e-12)


def test_too_few_updates_are_a_failure_and_no_answer() -> None:
    solution = session(updates=1).solve(CORNER, held([0], [0, 0]))
    assert solution.status is QPStatus.FAILED
    assert not solution.d.any()


def test_rows_that_contradict_each_other_fail() -> None:
    qp = program(np.eye(1), [0.0], [[1.0], [1.0]], ([1.0, 2.0], [1.0, 2.0]))
    assert session().solve(qp).status is QPStatus.FAILED


def test_the_exact_hessian_is_kept_where_the_working_set_makes_it_convex() -> None:
    qp = program(np.diag([1.0, -1.0]), [0.0, -1.0], box=([-INF, 0.0], [INF, 2.0]))
    solution = session().solve(qp, held([], [0, 1]))
    assert solution.solved
    assert solution.shift == 0.0
    np.testing.assert_allclose(solution.d, [0.0, 2.0])
    np.testing.assert_allclose(solution.z, [0.0, 3.0])


def test_multipliers_are_signed_by_the_side_that_holds() -> None:
    low, high = (session().solve(program([[1.0]], [q], box=([-1.0], [1.0]))) for q in (5.0, -5.0))
    assert (low.d[0], high.d[0]) == (-1.0, 1.0)
    assert low.z[0] < 0 < high.z[0]
    assert (low.working_set.box[0], high.working_set.box[0]) == (-1, 1)


def test_updates_out_of_range() -> None:
    with pytest.raises(OptionError, match=r"ActiveSet\.updates must be at least 1, got 0"):
        ActiveSet(updates=0)


@pytest.mark.parametrize("distance", [1e3, 1e8, 1e10, 1e12])
def test_a_linear_program_ends_at_its_vertex_however_far_that_is(distance: float) -> None:
    rows, box = ([-INF, -INF], [1.0, 1.0]), ([-distance, -INF], [INF, INF])
    qp = program(np.zeros((2, 2)), [1.0, 1.0], [[1.0, -1.0], [-1.0, 1.0]], rows, box)
    solution = session().solve(qp)
    assert solution.solved
    assert solution.d == pytest.approx([-distance, -distance - 1.0], rel=1e-12)


def test_what_is_only_nearly_flat_is_left_to_the_correction() -> None:
    qp = program(np.diag([1e8, 1e-3]), [1.0, 1.0], np.zeros((0, 2)), ([], []), ([-1e6, -1e6], [1e6, 1e6]))
    solution = session().solve(qp)
    assert solution.solved
    assert solution.d[1] > -1e6
