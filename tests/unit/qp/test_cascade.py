"""The cascade: who is asked when, and who is believed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from sqp.errors import OptionError
from sqp.qp.active_set import ActiveSet
from sqp.qp.backend import QPSession
from sqp.qp.cascade import Cascade
from sqp.qp.convexify import Convexifier, Convexify
from sqp.qp.program import QPSolution, QPStatus, QuadraticProgram, WorkingSet, without_answer
from tests.contracts.quadratic_programs import program


@dataclass(frozen=True)
class Says:
    """A backend that answers every QP in the same way, and counts how often it was asked."""

    status: QPStatus
    asked: list[str]
    working_set: WorkingSet | None = None

    def start(self, convexify: Convexifier) -> QPSession:
        return SaysSession(self)


class SaysSession(QPSession):
    def __init__(self, settings: Says) -> None:
        self._settings = settings

    def solve(self, qp: QuadraticProgram, guess: WorkingSet | None = None, accuracy: float = 1e-9) -> QPSolution:
        self._settings.asked.append(self._settings.status.name)
        answer = without_answer(qp, self._settings.status, "scripted")
        held = self._settings.working_set
        return answer if held is None else replace(answer, working_set=held)


QP = program(np.eye(2), [-1.0, -1.0], [[1.0, 1.0]], ([0.0], [1.0]))
ROW = WorkingSet(np.array([1], np.int8), np.zeros(2, np.int8))
#: With one update the working set has to be right at once.
ONE_LOOK = ActiveSet(updates=1)


def cascade(*backends: Says) -> QPSession:
    return Cascade(active_set=ONE_LOOK, dense=backends, sparse=backends).start(Convexify())


def test_a_right_guess_asks_nobody() -> None:
    asked: list[str] = []
    solution = cascade(Says(QPStatus.FAILED, asked)).solve(QP, ROW)
    assert solution.solved
    assert asked == []


def test_a_rough_answer_names_the_working_set_and_the_exact_solve_does_the_rest() -> None:
    asked: list[str] = []
    solution = cascade(Says(QPStatus.INACCURATE, asked, ROW)).solve(QP)
    assert solution.solved
    assert solution.backend == "scripted+active set"
    np.testing.assert_allclose(solution.d, [0.5, 0.5])
    assert asked == ["INACCURATE"]


def test_one_claim_of_infeasibility_is_not_believed() -> None:
    asked: list[str] = []
    solution = cascade(Says(QPStatus.INFEASIBLE, asked), Says(QPStatus.INACCURATE, asked, ROW)).solve(QP)
    assert solution.solved
    assert asked == ["INFEASIBLE", "INACCURATE"]


def test_two_claims_of_infeasibility_are_believed_and_a_third_is_not_asked_for() -> None:
    asked: list[str] = []
    says = [Says(QPStatus.INFEASIBLE, asked) for _ in range(3)]
    assert cascade(*says).solve(QP).status is QPStatus.INFEASIBLE
    assert asked == ["INFEASIBLE", "INFEASIBLE"]


def test_failures_of_all_are_a_failure() -> None:
    asked: list[str] = []
    assert cascade(Says(QPStatus.FAILED, asked), Says(QPStatus.FAILED, asked)).solve(QP).status is QPStatus.FAILED
    assert len(asked) == 2


def test_it_needs_somebody_to_ask() -> None:
    with pytest.raises(OptionError, match="at least one backend"):
        Cascade(dense=())
