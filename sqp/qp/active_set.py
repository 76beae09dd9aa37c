"""Primal-dual active set: guess the working set, solve its KKT system, correct the guess by signs and violations.

Near the solution of a nonlinear program the guess is right and one KKT solve is the whole QP.  P may be indefinite:
what counts is the reduced Hessian of the working set, and a shift is added only where that is not positive definite,
so the answer is a local solution of the QP with the exact Hessian whenever it has one for the final working set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.arrays import is_sparse
from sqp.linalg.kkt import KKTSystem, kkt_system
from sqp.qp.backend import QPSession
from sqp.qp.convexify import Convexifier
from sqp.qp.descent import descend, is_cut_short, polish
from sqp.qp.program import QPSolution, QPStatus, QuadraticProgram, WorkingSet, without_answer
from sqp.qp.updates import corrected, sides_of
from sqp.qp.verify import qp_residual
from sqp.settings import whole_number

#: Most faces between the end of a step on a flat model and a vertex.
_FACES = 100
#: Residual of a solution that leaves nothing to improve.
_EXACT = 1e-10
#: So many changes may be left for the last update; the one before may leave twice as many, and so on.
_FEW = 10


@final
@dataclass(frozen=True, kw_only=True)
class ActiveSet:
    """Primal-dual active-set updates from a guess.

    Not a method that always ends: when the updates cycle or exceed ``updates`` the status is FAILED and another
    backend must help.

    Parameters
    ----------
    updates : int
        Most changes of the working set; at least 1.

    References
    ----------
    Hintermüller, Ito, Kunisch, "The primal-dual active set strategy as a semismooth Newton method",
    SIAM J. Optim. 13 (2002), Algorithm 1.

    Examples
    --------
    >>> from sqp.bounds import Bounds
    >>> from sqp.qp.convexify import Convexify
    >>> from sqp.qp.program import QuadraticProgram
    >>> qp = QuadraticProgram(np.eye(1), np.array([-2.0]), np.zeros((0, 1)), Bounds([], []), Bounds([0.0], [1.0]))
    >>> solution = ActiveSet().start(Convexify()).solve(qp)
    >>> solution.status.name, solution.d.round(6), solution.z.round(6)
    ('SOLVED', array([1.]), array([1.]))
    """

    updates: int = 6

    def __post_init__(self) -> None:
        whole_number("ActiveSet.updates", self.updates, least=1)

    def start(self, convexify: Convexifier) -> ActiveSetSession:
        return ActiveSetSession(self, convexify)


@final
class ActiveSetSession(QPSession):
    """Keeps the KKT system (with its symbolic factorisation)."""

    def __init__(self, settings: ActiveSet, convexify: Convexifier) -> None:
        self._settings = settings
        self._correction = convexify.correction
        self._kkt: KKTSystem | None = None

    def solve(self, qp: QuadraticProgram, guess: WorkingSet | None = None, accuracy: float = 1e-9) -> QPSolution:
        working_set = guess if guess is not None else WorkingSet.of_equalities(qp.rows, qp.box)
        kkt = self._loaded(qp)
        update = 0
        seen: set[bytes] = set()
        for update in range(1, self._settings.updates + 1):
            held = working_set.rows.astype(np.bool_), working_set.box.astype(np.bool_)
            if kkt.factorise(*held) == np.inf:
                return without_answer(qp, QPStatus.FAILED, "active set", update)
            targets = sides_of(working_set.rows, qp.rows)
            d, y, z = kkt.solve(qp.q, targets, sides_of(working_set.box, qp.box))
            changed = corrected(qp, working_set, targets, d, y, z)
            if changed is None:
                return without_answer(qp, QPStatus.FAILED, "active set", update)
            if changed is working_set:
                shift = kkt.factorise(*held)  # known, but the solution may have needed a larger one
                solution = QPSolution(QPStatus.SOLVED, d, y, z, working_set, update, shift, "active set")
                return self._to_a_vertex(kkt, qp, solution) if shift > 0.0 else solution
            left = self._settings.updates - update
            is_hopeless = changed.distance(working_set) > _FEW * 2.0**left
            seen.add(working_set.key())
            working_set = changed
            if is_hopeless or working_set.key() in seen:
                break
        return without_answer(qp, QPStatus.FAILED, "active set", update)

    def _to_a_vertex(self, kkt: KKTSystem, qp: QuadraticProgram, solution: QPSolution) -> QPSolution:
        """On from where the correction of a flat model ended a step; the solution as it is where it did not.

        Not asked where a sparse model is corrected as a whole.
        """
        if is_sparse(qp.stored) or not is_cut_short(kkt, qp, solution.d, solution.working_set):
            return solution
        vertex = descend(kkt, qp, solution, _FACES, flat=True)
        return vertex if vertex.solved else solution

    def improve(self, qp: QuadraticProgram, start: QPSolution, guess: WorkingSet | None = None) -> QPSolution:
        """Make a feasible step exact for its working set, and descend from there in the model with the exact Hessian.

        Never worse than ``start``.  A large working set that is far from the ``guess`` will change again: there a few
        members do not matter, and there is no descent.
        """
        kkt = self._loaded(qp)
        polished = polish(kkt, qp, start)
        if polished is not start and qp_residual(qp, polished.d, polished.y, polished.z) <= _EXACT:
            return polished
        changes = 2 * self._settings.updates
        if is_sparse(qp.A) and (guess is None or guess.distance(start.working_set) > _FEW * changes):
            return polished
        solution = descend(kkt, qp, polished, changes)
        held = solution.working_set
        if 0.0 < kkt.factorise(held.rows.astype(np.bool_), held.box.astype(np.bool_)) < np.inf:
            return self._to_a_vertex(kkt, qp, solution)
        return solution

    def _loaded(self, qp: QuadraticProgram) -> KKTSystem:
        if self._kkt is None:
            self._kkt = kkt_system(qp.stored, qp.A, self._correction)
        else:
            self._kkt.load(qp.stored, qp.A)
        return self._kkt
