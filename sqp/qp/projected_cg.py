"""A QP method for Hessians known by products: working sets, and projected conjugate gradients on each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import final

import numpy as np

from sqp.arrays import Mask, Vector, is_sparse, norm_inf
from sqp.linalg.basis import Basis, find_basis
from sqp.linalg.operators import StoredOperator, SymmetricOperator, is_operator
from sqp.linalg.preconditioners import Automatic, Preconditioner
from sqp.qp.backend import QPSession
from sqp.qp.basic_variables import BasicVariables
from sqp.qp.conjugate_gradients import ConstraintPreconditioner, Minimiser, Search
from sqp.qp.constraint_preconditioners import FewRows, FreeVariables, ManyRows, restricted
from sqp.qp.convexify import Convexifier
from sqp.qp.face_descent import descend
from sqp.qp.nested import CoarseGuess
from sqp.qp.program import QPSolution, QPStatus, QuadraticProgram, WorkingSet, without_answer
from sqp.qp.updates import corrected, sides_of
from sqp.settings import strategy, whole_number

_NAME = "projected cg"
#: Working rows up to which their Schur complement is formed.
_FEW = 50
#: Part of the residual at the start of a working set that is left at its end, until the set has settled.
_PART = 0.2
#: If a guess still moves by so many unknowns, relative to the edge of a square, after so many updates, it was far off,
#: and coarser unknowns guess better.
_EDGE, _PATIENCE = 0.5, 1
#: Where the accuracy asked for is rough, relative to the projected gradient at the step 0, updates end when the last
#: one lowered the model by less than this part of what all of them did.
_ROUGH, _ENOUGH = 1e-3, 0.01
#: A working set that has not settled after so many updates is guessed from coarser unknowns in any case.
_LATE = 8
#: Where rows are factorised, iterations are cheap against that: they go on to this part of the accuracy asked for, as
#: far as rounding lets them.
_FURTHER, _ROUNDING = 1e-3, 1e-9
#: Part of the violation of the working rows that one step onto them may leave.
_LEFT = 1e-11
#: A QP whose working set was guessed right and that took no more iterations than this needs no new preconditioner.
_QUICK = 25


@final
@dataclass(frozen=True, kw_only=True)
class ProjectedCG:
    """Primal-dual working sets; conjugate gradients on the null space of each, with a constraint preconditioner.

    The residual asked of a QP is ``accuracy``, so the method is an inexact Newton method when the caller ties that to
    the residuals of the nonlinear program.  With bounds alone and a rough accuracy, updates that hardly lower the model
    any more are left to the next QP: that answer is feasible and marked as inaccurate.  Where the curvature is
    negative, or the working sets cycle, steps descend inside the box instead, and the answer is marked likewise.

    Parameters
    ----------
    preconditioner : Preconditioner
        For P on the free variables, where no or few rows work.
    updates : int
        Most changes of the working set; at least 1.
    iterations : int
        Most conjugate-gradient iterations on one working set; at least 1.

    References
    ----------
    Hintermüller, Ito, Kunisch (2002), Algorithm 1, for the working sets; Gould, Hribar, Nocedal (2001) for the rest.

    Examples
    --------
    >>> from sqp.bounds import Bounds
    >>> from sqp.qp.convexify import Convexify
    >>> qp = QuadraticProgram(np.eye(1), np.array([-2.0]), np.zeros((0, 1)), Bounds([], []), Bounds([0.0], [1.0]))
    >>> solution = ProjectedCG().start(Convexify()).solve(qp)
    >>> solution.status.name, solution.d.round(6), solution.z.round(6)
    ('SOLVED', array([1.]), array([1.]))
    """

    preconditioner: Preconditioner = Automatic()
    updates: int = 40
    iterations: int = 2000

    def __post_init__(self) -> None:
        strategy("ProjectedCG.preconditioner", self.preconditioner)
        whole_number("ProjectedCG.updates", self.updates, least=1)
        whole_number("ProjectedCG.iterations", self.iterations, least=1)

    def start(self, convexify: Convexifier) -> ProjectedCGSession:
        return ProjectedCGSession(self)


@final
class ProjectedCGSession(QPSession):
    """Keeps the preconditioner and the basis."""

    def __init__(self, settings: ProjectedCG) -> None:
        self._settings = settings
        self._preconditioner = settings.preconditioner.start()
        self._basis: Basis | None = None
        self._basis_of: Vector = np.zeros(0)
        self._settled = False
        self._coarse_guess = CoarseGuess()

    def solve(self, qp: QuadraticProgram, guess: WorkingSet | None = None, accuracy: float = 1e-9) -> QPSolution:
        if not _is_finite(qp):
            return without_answer(qp, QPStatus.FAILED, _NAME)
        if (qp.box.lower > qp.box.upper).any() or (qp.rows.lower > qp.rows.upper).any():
            return without_answer(qp, QPStatus.INFEASIBLE, _NAME)
        P = qp.P if is_operator(qp.P) else StoredOperator(qp.stored)
        if is_sparse(qp.A) and np.count_nonzero(qp.equality_rows) > _FEW:
            accuracy = max(_FURTHER * accuracy, min(accuracy, _ROUNDING))
        patience, not_yet = 0 if guess is None else _PATIENCE, True
        working_set = guess or WorkingSet.of_equalities(qp.rows, qp.box)
        d, y, total, exact = np.zeros(qp.q.size), np.zeros(qp.rows.size), 0, False
        seen: set[bytes] = set()
        lowered: float | None = None
        rough = not qp.rows.size and accuracy >= _ROUGH * _projected_gradient(qp)
        for update in range(self._settings.updates):
            if working_set.key() in seen and not exact:
                break
            seen.add(working_set.key())
            face = self._minimised(qp, P, working_set, d, y, accuracy, exact=exact)
            total += face.iterations
            if face.stopped:
                break
            d, y = face.d, face.y
            z = np.where(working_set.box != 0, -face.residual, 0.0)
            targets = sides_of(working_set.rows, qp.rows)
            changed = corrected(qp, working_set, targets, d, y, z, 0.5 * accuracy)
            if changed is None:
                break
            settled = changed is working_set
            if settled and (exact or face.stationarity <= accuracy):
                self._settled = update <= 1 and total <= _QUICK
                status = QPStatus.SOLVED if face.stationarity <= 10 * accuracy else QPStatus.INACCURATE
                return QPSolution(status, qp.box.project(d), y, z, working_set, total, 0.0, _NAME)
            exact = settled
            before, lowered = lowered, _lowered(qp, P, d) if rough else None
            if not settled and lowered is not None and before is not None and lowered - before <= _ENOUGH * lowered:
                self._settled = False
                return _unsettled(qp, changed, d, y, z, total)
            far = update == patience and _moved(working_set, changed) > _EDGE * np.sqrt(P.n)
            guessed = self._coarse_guess(P, qp) if not_yet and (far or update == _LATE) else None
            not_yet = not_yet and guessed is None
            working_set = guessed or changed
        self._settled = False
        return self._descended(qp, P, d, working_set, accuracy, total)

    def _minimised(
        self,
        qp: QuadraticProgram,
        P: SymmetricOperator,
        held: WorkingSet,
        d: Vector,
        y: Vector,
        accuracy: float,
        *,
        exact: bool,
    ) -> Minimiser:
        """Minimise the model on a working set, from ``d``; roughly, unless it has to be exact."""
        rows = held.rows != 0
        system = self._system(qp, P, rows, held.box == 0)
        d = np.where(held.box != 0, sides_of(held.box, qp.box), d)
        y = np.where(rows, y, 0.0)
        if rows.any():
            d = _onto(qp, rows, sides_of(held.rows, qp.rows), d, system)
        residual = P @ d + qp.q
        if rows.any():
            residual = residual + qp.A.T @ y
        part = 0.0 if exact else _PART
        search = Search(P, self._settings.iterations, self._preconditioner.observe)
        return search.minimise(d, y, residual, system, accuracy, part)

    def _system(self, qp: QuadraticProgram, P: SymmetricOperator, rows: Mask, free: Mask) -> ConstraintPreconditioner:
        """The constraint preconditioner that suits the number of working rows."""
        count = int(np.count_nonzero(rows))
        if count <= _FEW or not is_sparse(qp.A):
            precondition = restricted(self._preconditioner.prepare(P, free, renew=not self._settled), free)
            return FewRows(precondition, free, qp.A, rows) if count else FreeVariables(precondition, free, rows.size)
        basis = self._found_basis(qp, free) if count == rows.size else None
        if basis is not None:
            return BasicVariables(basis, P.diagonal(), free)
        return ManyRows(P.diagonal(), free, qp.A, rows)

    def _found_basis(self, qp: QuadraticProgram, free: Mask) -> Basis | None:
        """A basis of the free columns: the last one if A is the same, its columns if they are free."""
        assert is_sparse(qp.A)
        basis = self._basis
        if basis is not None and free[basis.basic].all() and np.array_equal(qp.A.data, self._basis_of):
            return basis
        room = np.where(free, np.minimum(qp.box.upper, -qp.box.lower), 0.0)
        self._basis = find_basis(qp.A, room, None if basis is None else basis.basic)
        self._basis_of = qp.A.data
        return self._basis

    def _descended(
        self, qp: QuadraticProgram, P: SymmetricOperator, d: Vector, held: WorkingSet, accuracy: float, total: int
    ) -> QPSolution:
        """What can still be had where working sets cycle or the curvature is negative: a feasible step downhill."""

        def system(rows: Mask, free: Mask) -> ConstraintPreconditioner:
            return self._system(qp, P, rows, free)

        search = Search(P, self._settings.iterations, self._preconditioner.observe)
        found = descend(qp, search, system, d, accuracy, self._settings.updates)
        if found is None:
            return without_answer(qp, QPStatus.FAILED, _NAME, total)
        return replace(found, iterations=total + found.iterations, backend=_NAME)


def _onto(qp: QuadraticProgram, rows: Mask, targets: Vector, d: Vector, system: ConstraintPreconditioner) -> Vector:
    """``d`` moved onto the working rows, and once more if rounding left more than it should."""
    miss = np.where(rows, targets - qp.A @ d, 0.0)
    first = max(1.0, norm_inf(miss))
    for _ in range(2):
        d = d + system.towards(miss)
        miss = np.where(rows, targets - qp.A @ d, 0.0)
        if norm_inf(miss) <= _LEFT * first:
            break
    return d


def _projected_gradient(qp: QuadraticProgram) -> float:
    """The largest entry of the gradient at the step 0 along which the box has room."""
    room = np.where(qp.q > 0.0, qp.box.lower < 0.0, qp.box.upper > 0.0)
    return norm_inf(np.where(room, qp.q, 0.0))


def _lowered(qp: QuadraticProgram, P: SymmetricOperator, d: Vector) -> float | None:
    """How much lower the model is at ``d``, moved into the box, than at 0; None if it is not."""
    inside = qp.box.project(d)
    lower = -float(inside @ qp.q) - 0.5 * float(inside @ (P @ inside))
    return lower if lower > 0.0 else None


def _unsettled(qp: QuadraticProgram, following: WorkingSet, d: Vector, y: Vector, z: Vector, total: int) -> QPSolution:
    """A step that lowers the model nearly as much as more updates would."""
    z = np.where((following.box * z > 0.0) | qp.box.equalities, z, 0.0)
    return QPSolution(QPStatus.INACCURATE, qp.box.project(d), y, z, following, total, 0.0, _NAME)


def _moved(one: WorkingSet, other: WorkingSet) -> int:
    """Number of bounds on which two working sets differ."""
    return int(np.count_nonzero(one.box != other.box))


def _is_finite(qp: QuadraticProgram) -> bool:
    entries = [qp.q, qp.A.data if is_sparse(qp.A) else np.asarray(qp.A)]
    if not is_operator(qp.P):
        entries.append(qp.P.data if is_sparse(qp.P) else np.asarray(qp.P))
    return all(bool(np.isfinite(part).all()) for part in entries)
