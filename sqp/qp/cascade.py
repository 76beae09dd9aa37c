"""The default QP method: working set, then a backend that identifies a better one, then the working set again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import final

from sqp.arrays import as_dense, is_sparse
from sqp.errors import OptionError
from sqp.linalg.kkt import Correction
from sqp.linalg.operators import is_operator
from sqp.qp.active_set import ActiveSet
from sqp.qp.backend import QPBackend, QPSession
from sqp.qp.convexify import Convexifier, ConvexifierRun
from sqp.qp.daqp import DAQP
from sqp.qp.osqp import OSQP
from sqp.qp.piqp import PIQP
from sqp.qp.program import QPSolution, QPStatus, QuadraticProgram, WorkingSet, without_answer
from sqp.qp.projected_cg import ProjectedCG
from sqp.qp.verify import proves_infeasible
from sqp.settings import instance, strategy, whole_number

#: Part of all entries from which on sparse algebra is the slower one.
_FULL = 0.25


def _small() -> tuple[QPBackend, ...]:
    return (DAQP(), PIQP(), OSQP(iterations=4000))


def _large() -> tuple[QPBackend, ...]:
    return (PIQP(), PIQP(equilibrations=1), OSQP(iterations=4000))


@final
@dataclass(frozen=True, kw_only=True)
class Cascade:
    """Solve by the working set where it is known, else ask each backend in turn to identify it.

    Parameters
    ----------
    active_set : ActiveSet
        Settings of the working-set method that is tried first and that makes every answer exact.
    dense, sparse : tuple of QPBackend
        Backends for dense and for sparse QPs, in the order in which they are asked; at least one each.
    densify : int
        A sparse QP with at most this many variables is solved as a dense one when it is not convex or when no sparse
        method solves it: dense algebra can correct single eigenvalues where sparse algebra must lift all of them.
    products : QPBackend
        For QPs whose P is known by its products only.

    Examples
    --------
    >>> import numpy as np
    >>> from sqp.bounds import Bounds
    >>> from sqp.qp.convexify import Convexify
    >>> from sqp.qp.program import QuadraticProgram
    >>> qp = QuadraticProgram(np.eye(1), np.array([-2.0]), np.zeros((0, 1)), Bounds([], []), Bounds([0.0], [1.0]))
    >>> solution = Cascade().start(Convexify()).solve(qp)
    >>> solution.status.name, solution.d.round(6), solution.z.round(6)
    ('SOLVED', array([1.]), array([1.]))
    """

    active_set: ActiveSet = ActiveSet()
    dense: tuple[QPBackend, ...] = field(default_factory=_small)
    sparse: tuple[QPBackend, ...] = field(default_factory=_large)
    densify: int = 300
    products: QPBackend = ProjectedCG()

    def __post_init__(self) -> None:
        whole_number("Cascade.densify", self.densify, least=0)
        instance("Cascade.active_set", self.active_set, ActiveSet)
        strategy("Cascade.products", self.products)
        for name in ("dense", "sparse"):
            backends: object = getattr(self, name)
            if not isinstance(backends, tuple):
                raise OptionError(f"Cascade.{name} must be a tuple of backends, got {backends!r}")
            if not backends:
                raise OptionError("Cascade needs at least one backend for dense and one for sparse problems")
            for index in range(len(getattr(self, name))):
                strategy(f"Cascade.{name}[{index}]", getattr(self, name)[index])

    def start(self, convexify: Convexifier) -> CascadeSession:
        return CascadeSession(self, convexify)


@final
class CascadeSession(QPSession):
    """Sessions of the backends are started when they are first needed and kept."""

    def __init__(self, settings: Cascade, convexify: Convexifier) -> None:
        self._settings = settings
        self._convexify = convexify
        self._exact = settings.active_set.start(convexify)
        self._sessions: dict[int, QPSession] = {}
        self._dense: CascadeSession | None = None
        self._was_indefinite = False
        self._by_products: QPSession | None = None
        self._shared: _Shared | None = None

    def solve(self, qp: QuadraticProgram, guess: WorkingSet | None = None, accuracy: float = 1e-9) -> QPSolution:
        if is_operator(qp.P):
            if self._by_products is None:
                self._by_products = self._settings.products.start(self._convexify)
            return self._by_products.solve(qp, guess, accuracy)
        full = _is_full(qp)
        may_be_dense = full or self._may_be_dense(qp)
        if not (full or (may_be_dense and self._was_indefinite)):
            solution = self._solve(qp, guess, accuracy)
            if (solution.solved and solution.shift == 0.0) or not may_be_dense:
                return solution
        if self._dense is None:
            self._dense = self._settings.start(self._convexify)
        solution = self._dense.solve(replace(qp, P=as_dense(qp.stored), A=as_dense(qp.A)), guess, accuracy)
        self._was_indefinite = solution.shift > 0.0
        return solution

    def _may_be_dense(self, qp: QuadraticProgram) -> bool:
        """Whether a sparse QP is small enough for dense algebra."""
        n, m = qp.q.size, qp.rows.size
        return is_sparse(qp.stored) and n <= self._settings.densify and m * n <= 4 * self._settings.densify**2

    def _solve(self, qp: QuadraticProgram, guess: WorkingSet | None, accuracy: float) -> QPSolution:
        first = self._exact.solve(qp, guess, accuracy)
        if first.solved and (not _ascends(qp, first) or self._is_convex(qp, first)):
            return first
        best = without_answer(qp, QPStatus.FAILED, "cascade")
        for index, backend in enumerate(self._settings.sparse if is_sparse(qp.stored) else self._settings.dense):
            if index not in self._sessions:
                self._sessions[index] = backend.start(self._one_convexifier())
            rough = self._sessions[index].solve(qp, None, accuracy)
            if rough.shift and self._may_be_dense(qp):
                return rough
            if rough.status in (QPStatus.INFEASIBLE, QPStatus.UNBOUNDED):
                if best.status is rough.status or _is_proved(qp, rough) or self._is_large(qp):
                    return rough  # two agree, one is certainly right, or to relax costs less than a second opinion
                best = rough
                continue
            if rough.status is QPStatus.FAILED:
                continue
            exact = self._exact.solve(qp, rough.working_set, accuracy)
            if exact.solved and (not rough.solved or _model(qp, exact) <= _model(qp, rough)):
                return replace(exact, backend=f"{rough.backend}+active set")
            if rough.solved:
                return self._exact.improve(qp, rough, guess)
            best = rough
        return best

    def _is_large(self, qp: QuadraticProgram) -> bool:
        return is_sparse(qp.stored) and qp.q.size > self._settings.densify

    def _is_convex(self, qp: QuadraticProgram, solution: QPSolution) -> bool:
        """Whether a large QP is convex where its rows hold, so that it has no solutions but the one found."""
        if not is_sparse(qp.stored) or solution.shift > 0.0:
            return False
        return self._one_convexifier().start()(qp.stored, qp.A, qp.equality_rows).shift == 0.0

    def _one_convexifier(self) -> _Shared:
        """The convexification that all backends share: they get the same QPs."""
        if self._shared is None:
            self._shared = _Shared(self._convexify.correction, self._convexify.start())
        return self._shared


@final
@dataclass(frozen=True, eq=False)
class _Shared:
    """A convexifier that has been started: one factorisation and one pattern for everyone who starts it again."""

    correction: Correction
    run: ConvexifierRun

    def start(self) -> ConvexifierRun:
        return self.run


def _is_full(qp: QuadraticProgram) -> bool:
    """Whether a sparse QP has so many entries that dense algebra is faster."""
    P, A = qp.stored, qp.A
    return is_sparse(P) and is_sparse(A) and P.nnz + A.nnz > _FULL * (P.shape[0] * P.shape[1] + A.shape[0] * A.shape[1])


def _is_proved(qp: QuadraticProgram, answer: QPSolution) -> bool:
    """Whether the multipliers of an answer prove that the QP is inconsistent."""
    return answer.status is QPStatus.INFEASIBLE and proves_infeasible(qp, answer.y, answer.z)


def _ascends(qp: QuadraticProgram, solution: QPSolution) -> bool:
    """Whether an answer of the indefinite QP leads uphill: a local solution behind a ridge.

    Its curvature along d, -(q'd + y'Ad + z'd), is negative, and d is not a descent direction from a feasible d = 0.
    """
    d = solution.d
    slope = float(qp.q @ d)
    curvature = -slope - float(solution.y @ (qp.A @ d)) - float(solution.z @ d)
    if curvature >= 0.0:
        return False
    feasible = bool((qp.rows.lower <= 0.0).all() and (qp.rows.upper >= 0.0).all())
    return not (feasible and slope < 0.0)


def _model(qp: QuadraticProgram, solution: QPSolution) -> float:
    """Value of the model with the exact Hessian, less a margin for rounding."""
    d = solution.d
    linear, quadratic = float(qp.q @ d), 0.5 * float(d @ (qp.P @ d))
    return linear + quadratic - 1e-8 * (abs(linear) + abs(quadratic))
