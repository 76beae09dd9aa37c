"""The traps of OSQP, each sprung on purpose: a session must come out of every one of them as good as new."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sqp.bounds import Bounds
from sqp.errors import OptionError
from sqp.qp.backend import QPSession
from sqp.qp.convexify import Convexify
from sqp.qp.osqp import OSQP
from sqp.qp.program import QPSolution, QPStatus, QuadraticProgram
from tests.contracts.quadratic_programs import INF, as_sparse, program, residual
from tests.derivatives import dense

GOOD = program(np.diag([2.0, 1.0]), [-2.0, 1.0], [[1.0, 1.0]], ([-INF], [0.5]), ([-1.0, -1.0], [1.0, 1.0]))
BAD = {
    "nan in q": program(GOOD.P, [np.nan, 1.0], GOOD.A, ([-INF], [0.5])),
    "infinity in q": program(GOOD.P, [np.inf, 1.0], GOOD.A, ([-INF], [0.5])),
    "nan in P": program(np.diag([np.nan, 1.0]), GOOD.q, GOOD.A, ([-INF], [0.5])),
    "nan in A": program(GOOD.P, GOOD.q, [[np.nan, 1.0]], ([-INF], [0.5])),
    "rows that cannot be met": program(GOOD.P, GOOD.q, GOOD.A, ([9.0], [INF]), ([-1.0, -1.0], [1.0, 1.0])),
    "lower above upper": QuadraticProgram(
        GOOD.P, GOOD.q, GOOD.A, Bounds.trusted(np.array([1.0]), np.array([0.0])), GOOD.box
    ),
}
every_form = pytest.mark.parametrize("form", [lambda qp: qp, as_sparse], ids=["dense", "sparse"])


def session() -> QPSession:
    return OSQP().start(Convexify())


def bits(solution: QPSolution) -> bytes:
    return b"".join(part.tobytes() for part in (solution.d, solution.y, solution.z))


@every_form
@pytest.mark.parametrize("what", BAD)
def test_a_bad_program_is_not_solved_and_the_next_good_one_is(what: str, form: Any) -> None:
    run = session()
    first = run.solve(form(GOOD))
    assert not run.solve(form(BAD[what])).solved
    again = run.solve(form(GOOD))
    assert first.solved
    assert again.solved
    np.testing.assert_allclose(again.d, first.d, atol=1e-7)
    assert residual(GOOD, again) <= 1e-6


def test_an_answer_of_an_infeasible_program_has_no_garbage_in_it() -> None:
    solution = session().solve(BAD["rows that cannot be met"])
    assert solution.status in (QPStatus.INFEASIBLE, QPStatus.FAILED)
    assert not any(part.any() for part in (solution.d, solution.y, solution.z))


@pytest.mark.parametrize("curvature", [-1.0, -1e-1, -1e-2, -1e-4, -1e-6, 0.0])
def test_negative_curvature_is_corrected_and_reported_however_small(curvature: float) -> None:
    qp = program(np.diag([1.0, curvature]), [1.0, 1.0], box=([-2.0, -2.0], [2.0, 2.0]))
    solution = session().solve(qp)
    assert solution.usable
    assert solution.shift > 0 or curvature == 0.0
    assert residual(qp, solution) <= 1e-6


@every_form
def test_the_callers_matrices_are_not_written_to(form: Any) -> None:
    qp, other = form(GOOD), form(program(3 * np.eye(2), [1.0, 1.0], 7 * GOOD.A, ([-INF], [1.0])))
    kept = [dense(part) for part in (qp.P, qp.A, qp.q)]
    run = session()
    run.solve(qp)
    run.solve(other)
    run.solve(qp)
    for before, after in zip(kept, (qp.P, qp.A, qp.q), strict=True):
        np.testing.assert_array_equal(before, dense(after))


def test_strided_and_shared_arrays_are_read_as_what_they_are() -> None:
    wide = np.array([-2.0, 99.0, 1.0, 99.0])
    strided = QuadraticProgram(GOOD.P, wide[::2], GOOD.A, GOOD.rows, GOOD.box)
    run = session()
    run.solve(program(np.eye(2), [5.0, 5.0], GOOD.A, ([-INF], [0.5]), ([-1.0, -1.0], [1.0, 1.0])))
    np.testing.assert_allclose(run.solve(strided).d, session().solve(GOOD).d, atol=1e-7)


def test_fresh_sessions_agree_to_the_last_bit() -> None:
    assert bits(session().solve(GOOD)) == bits(session().solve(GOOD))


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    run = session()
    idle = program(np.eye(2), [0.1, 0.1], GOOD.A, ([-INF], [0.5]), ([-1.0, -1.0], [1.0, 1.0]))
    priceless = program(np.eye(2), [-1.0, 0.0], [[1.0, 0.0]], ([1.0], [1.0]))
    for qp in [idle, priceless, GOOD, *BAD.values(), GOOD, idle]:
        run.solve(qp)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"iterations": 0}, "OSQP.iterations must be at least 1, got 0"),
        ({"loosest": 1e-9, "tightest": 1e-3}, "OSQP needs 0 < tightest <= loosest, got 0.001 and 1e-09"),
    ],
)
def test_settings_out_of_range(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(OptionError, match=sentence):
        OSQP(**settings)
