"""Solves the dense programs of a controller: the last working set first, a dual method when that does not settle."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import final

import numpy as np

from sqp.arrays import Vector
from sqp.control.condensed import Condensed
from sqp.control.rows import RowTable
from sqp.control.softening import softened
from sqp.qp.active_set import ActiveSet
from sqp.qp.backend import QPSession
from sqp.qp.convexify import Convexify
from sqp.qp.daqp import DAQP
from sqp.qp.program import QPSolution, QPStatus, QuadraticProgram, WorkingSet
from sqp.settings import whole_number


class Verdict(Enum):
    """What became of a program."""

    SOLVED = "solved"
    SOFTENED = "solved after hard rows were made soft, since no control met them"
    FAILED = "no usable answer"


@dataclass(frozen=True, eq=False)
class Solved:
    """The free steps with the multipliers of the rows, (m,), and of the box, and the working set."""

    verdict: Verdict
    v: Vector
    y: Vector
    z: Vector
    held: WorkingSet
    iterations: int


@final
@dataclass(frozen=True, kw_only=True)
class StepQP:
    """Settings of the solver of a controller's programs.

    Parameters
    ----------
    updates : int
        Most updates of the last working set before the dual method takes over; at least 1.
    iterations : int
        Most changes of the working set in the dual method; at least 1.

    Examples
    --------
    >>> StepQP(updates=3).start().__class__.__name__
    'StepSession'
    """

    updates: int = 8
    iterations: int = 400

    def __post_init__(self) -> None:
        whole_number("StepQP.updates", self.updates, least=1)
        whole_number("StepQP.iterations", self.iterations, least=1)

    def start(self) -> StepSession:
        return StepSession(self)


@final
class StepSession:
    """Keeps the sessions of both methods."""

    def __init__(self, settings: StepQP) -> None:
        convexify = Convexify()
        self._sessions: list[QPSession] = [
            ActiveSet(updates=settings.updates).start(convexify),
            DAQP(iterations=settings.iterations).start(convexify),
        ]

    def solve(self, condensed: Condensed, start: Vector, held: WorkingSet | None) -> Solved:
        """Solve for the step ``start`` of the initial state, beginning with the working set ``held``."""
        qp, table = condensed.program(start), condensed.table
        if not table.soft.any():
            solution = self._answered(qp, held)
            if solution.usable:
                return Solved(Verdict.SOLVED, solution.d, solution.y, solution.z, *_rest(solution))
            if not table.size:
                return _failed(qp)
        else:
            answer = self._soft(qp, table, held, everything=False)
            if answer.verdict is not Verdict.FAILED:
                return answer
        return self._soft(qp, table, None, everything=True)

    def _soft(self, qp: QuadraticProgram, table: RowTable, held: WorkingSet | None, *, everything: bool) -> Solved:
        soft = softened(qp, table, everything=everything)
        solution = self._answered(soft.qp, None if held is None else soft.guess(held))
        if not solution.usable:
            return _failed(qp)
        n = qp.q.size
        y = soft.multipliers(solution.y, table.size)
        found = soft.held(solution.working_set, table.size)
        verdict = Verdict.SOFTENED if everything else Verdict.SOLVED
        return Solved(verdict, solution.d[:n], y, solution.z[:n], found, solution.iterations)

    def _answered(self, qp: QuadraticProgram, guess: WorkingSet | None) -> QPSolution:
        first, second = self._sessions
        solution = first.solve(qp, guess)
        if solution.status is not QPStatus.SOLVED:
            spent = solution.iterations
            solution = second.solve(qp, guess)
            if solution.status is QPStatus.INACCURATE:
                refined = first.solve(qp, solution.working_set)
                solution = refined if refined.solved else solution
            object.__setattr__(solution, "iterations", solution.iterations + spent)
        return solution


def _rest(solution: QPSolution) -> tuple[WorkingSet, int]:
    return solution.working_set, solution.iterations


def _failed(qp: QuadraticProgram) -> Solved:
    n, m = qp.q.size, qp.rows.size
    return Solved(Verdict.FAILED, np.zeros(n), np.zeros(m), np.zeros(n), WorkingSet.of_equalities(qp.rows, qp.box), 0)
