"""The quadratic subproblem of one iterate: it owns the model, so it owns the prediction."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.acceptance.progress import Estimates, Prediction
from sqp.algorithm.iterate import Iterate
from sqp.algorithm.units import Units
from sqp.arrays import Matrix, Vector, is_sparse, norm_inf
from sqp.bounds import Bounds
from sqp.calculus.quadratic import QuadraticModel
from sqp.linalg.operators import SymmetricOperator, is_operator
from sqp.qp.backend import QPSession
from sqp.qp.lifted import LiftedSession
from sqp.qp.program import QPSolution, QPStatus, QuadraticProgram, WorkingSet
from sqp.relaxation import least_violation
from sqp.relaxation.least_violation import Feasibility


@dataclass(frozen=True, eq=False)
class Direction:
    """A step with its multipliers and what the model predicts for it.

    A ``relaxed`` direction solves a QP whose rows were widened; its multipliers price the relaxation and must not be
    adopted as the problem's.
    """

    d: Vector
    y: Vector
    z: Vector
    working_set: WorkingSet
    prediction: Prediction
    shift: float
    backend: str
    relaxed: bool = False


@dataclass(frozen=True, eq=False)
class NoDirection:
    """Why there is no direction; ``stationary`` says that the linearised violation cannot be reduced either."""

    status: QPStatus
    stationary: bool = False


@dataclass(eq=False)
class Workshop:
    """What all subproblems of one run share: QP sessions, the working set that they leave behind, and the counts."""

    session: QPSession
    correction_session: QPSession
    feasibility_session: QPSession
    guess: WorkingSet | None = None
    feasibility_guess: WorkingSet | None = None
    solved: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.session = LiftedSession(self.session)
        self.correction_session = LiftedSession(self.correction_session)

    def solve(self, qp: QuadraticProgram, guess: WorkingSet | None, accuracy: float) -> QPSolution:
        """Solve a QP of the shape of the subproblem."""
        return self._timed(self.session, qp, guess, accuracy)

    def solve_correction(self, qp: QuadraticProgram, guess: WorkingSet, accuracy: float) -> QPSolution:
        """Solve a QP that differs from the last one in its row bounds: its working set is right or not worth it."""
        if is_operator(qp.P):
            return self._timed(self.session, qp, guess, accuracy)
        return self._timed(self.correction_session, qp, guess, 1e-9)

    def solve_feasibility(self, qp: QuadraticProgram) -> QPSolution:
        """Solve a QP that looks for the least violation of the linearised constraints."""
        solution = self._timed(self.feasibility_session, qp, self.feasibility_guess, 1e-9)
        if solution.usable:
            self.feasibility_guess = solution.working_set
        return solution

    def _timed(self, session: QPSession, qp: QuadraticProgram, guess: WorkingSet | None, accuracy: float) -> QPSolution:
        start = time.perf_counter()
        try:
            return session.solve(qp, guess, accuracy)
        finally:
            self.solved += 1
            self.seconds += time.perf_counter() - start


def requested_accuracy(iterate: Iterate, units: Units, hess: Matrix | SymmetricOperator) -> float:
    """The residual asked of inexact QP methods at an iterate.

    Where products are all there is, every digit costs some of them: the forcing term is 0.01, and smaller near the
    solution, which keeps the convergence superlinear.  It is a part of the residual in the solver's units, which are
    those of the subproblem, if that is smaller than in the user's: of less, the step 0 might be exact enough.

    References
    ----------
    Dembo, Eisenstat, Steihaug, "Inexact Newton methods", SIAM J. Numer. Anal. 19 (1982), Theorem 3.3.
    """
    residual = units.residuals(iterate).worst
    if is_operator(hess):
        own = min(residual, units.scaled_residuals(iterate).worst)
        least = max(1e-13, 1e-9 * own / residual) if residual > 0.0 else 1e-9
        return max(least, min(0.01, own) * own)
    return min(1e-4, max(1e-9, 0.1 * residual))


@final
class Subproblem:
    """minimise the quadratic model subject to the linearised constraints and the bounds, at one iterate.

    Parameters
    ----------
    iterate : Iterate
    hess : (n, n)
        The Hessian of the Lagrangian or its approximation, possibly indefinite.
    variable_bounds, constraint_bounds : Bounds
    workshop : Workshop
    accuracy : float
        KKT residual asked of inexact backends.
    """

    def __init__(
        self,
        iterate: Iterate,
        hess: Matrix | SymmetricOperator,
        variable_bounds: Bounds,
        constraint_bounds: Bounds,
        workshop: Workshop,
        accuracy: float,
    ) -> None:
        self.iterate = iterate
        self.model = QuadraticModel(iterate.f, iterate.grad, hess)
        self._variable_bounds = variable_bounds
        self._constraint_bounds = constraint_bounds
        self._workshop = workshop
        self._accuracy = accuracy

    def direction(self, radius: float = np.inf, *, far: bool = True) -> Direction | NoDirection:
        """The step, at most ``radius`` long in every variable; relaxed if the constraints are inconsistent.

        Where only a longer step meets the linearised constraints, the radius is disregarded unless ``far`` is false.
        """
        qp = self._program(self.iterate.c, radius)
        workshop = self._workshop
        solution = workshop.solve(qp, workshop.guess, self._accuracy)
        if solution.usable:
            workshop.guess = solution.working_set
            return self._packed(solution, 0.0, radius, relaxed=False)
        if far and radius < np.inf:
            # the working set of a QP with a radius may hold sides of the radius, which are infinite now
            solution = workshop.solve(self._program(self.iterate.c, np.inf), None, self._accuracy)
            if solution.usable:
                workshop.guess = solution.working_set
                return self._packed(solution, 0.0, np.inf, relaxed=False)
        return self._relaxed(qp, solution.status, radius)

    def corrected(self, c: Vector, d: Vector, working_set: WorkingSet) -> Vector | None:
        """Second-order correction: the step that also removes the constraint values ``c`` found at x + d.

        Nocedal, Wright (2006), eq. (18.36): the rows become c(x + d) - J d + J d' instead of c(x) + J d'.
        """
        qp = self._program(c - self.iterate.jac @ d, np.inf)
        solution = self._workshop.solve_correction(qp, working_set, self._accuracy)
        return solution.d if solution.solved else None

    def _program(self, c: Vector, radius: float) -> QuadraticProgram:
        it, model = self.iterate, self.model
        box = self._variable_bounds.minus(it.x)
        if radius < np.inf:
            box = box.within(radius)
        return QuadraticProgram(model.hess, model.gradient, it.jac, self._constraint_bounds.minus(c), box)

    def _relaxed(self, qp: QuadraticProgram, status: QPStatus, radius: float) -> Direction | NoDirection:
        """Widen the rows to the least linearised violation and solve again."""
        workshop = self._workshop
        if not qp.rows.size or status is QPStatus.UNBOUNDED:
            return NoDirection(status)
        feasibility, nearest, left = self._nearest(qp)
        if not nearest.usable:
            return NoDirection(status)
        if left >= self.iterate.violation * (1.0 - 1e-6) and self.iterate.violation > 0:
            return NoDirection(status, stationary=True)
        wider = least_violation.widen(qp, feasibility, nearest)
        solution = workshop.solve(wider, None, self._accuracy)
        if solution.usable:
            return self._packed(solution, left, radius, relaxed=True)
        m, d = qp.rows.size, nearest.d[: qp.q.size]
        working_set = WorkingSet.of_equalities(qp.rows, qp.box)
        fallback = QPSolution(QPStatus.SOLVED, d, np.zeros(m), np.zeros(d.size), working_set, backend="feasibility")
        return self._packed(fallback, left, radius, relaxed=True)

    def _nearest(self, qp: QuadraticProgram) -> tuple[Feasibility, QPSolution, float]:
        """The step that meets the rows best, and the l1 violation that it leaves.

        Large problems are asked for the least sum of squares first, and for the least sum where that step does not
        reduce the sum by a tenth.
        """
        if is_sparse(qp.A):
            feasibility = least_violation.relax(qp, squares=True)
            nearest = self._workshop.solve_feasibility(feasibility.program)
            left = feasibility.violation(nearest.d)
            if nearest.usable and left <= 0.9 * self.iterate.violation:
                return feasibility, nearest, left
        feasibility = least_violation.relax(qp)
        nearest = self._workshop.solve_feasibility(feasibility.program)
        return feasibility, nearest, feasibility.violation(nearest.d)

    def _packed(self, s: QPSolution, violation: float, radius: float, *, relaxed: bool) -> Direction:
        d = s.d
        y = self.iterate.y
        prediction = Prediction(
            slope=self.model.slope(d),
            curvature=self.model.curvature(d),
            violation=violation,
            multipliers=0.0 if relaxed else norm_inf(s.y),
            estimates=Estimates(y, np.zeros_like(y) if relaxed else s.y - y) if y.size else None,
        )
        z = s.z
        if norm_inf(d) >= radius * (1.0 - 1e-9):
            at, stopped = self.iterate.x + d, np.abs(d) >= radius * (1.0 - 1e-9)
            inside = (at < self._variable_bounds.upper) & (at > self._variable_bounds.lower)
            z = np.where(stopped & inside, 0.0, z)  # the radius is no constraint of the problem
        return Direction(d, s.y, z, s.working_set, prediction, s.shift, s.backend, relaxed)
