"""OSQP: a first-order (ADMM) method; here mostly used at moderate accuracy to identify a working set.

OSQP 1.x swallows error codes of ``update``, keeps NaN once it has seen one, reports infeasibility it has not proved,
and prints where it finds nothing to polish.  So everything is validated before it is passed on, certificates are
checked, and a session whose last answer was not a solution starts from a new solver.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, final

import numpy as np
from scipy import sparse

from sqp.arrays import Indices, Matrix, Vector, is_sparse, norm_inf
from sqp.errors import OptionError
from sqp.qp.convex import Answer, ConvexSession, without
from sqp.qp.convexify import Convexifier
from sqp.qp.definite import definite, is_definite
from sqp.qp.program import QPStatus, QuadraticProgram, WorkingSet
from sqp.qp.verify import proves_infeasible
from sqp.settings import positive_real, switch, whole_number

_STATUS = {
    "OSQP_SOLVED": QPStatus.SOLVED,
    "OSQP_SOLVED_INACCURATE": QPStatus.INACCURATE,
    "OSQP_MAX_ITER_REACHED": QPStatus.INACCURATE,
    "OSQP_PRIMAL_INFEASIBLE": QPStatus.INFEASIBLE,
    "OSQP_DUAL_INFEASIBLE": QPStatus.UNBOUNDED,
}
_INFINITY = 1e30
#: Most iterations times rows and columns: on large QPs that are hard for it the method would go on for minutes.
_WORK = 20_000_000


@final
@dataclass(frozen=True, kw_only=True)
class OSQP:
    """Operator splitting for convex QPs.

    Parameters
    ----------
    iterations : int
        Budget of ADMM iterations for one QP; at least 1.
    loosest, tightest : float
        The accuracy asked of OSQP is the one that the caller requests, clipped to this range; 0 < tightest <= loosest.
    polish : bool
        Let OSQP polish its answer on the active set that it found.

    References
    ----------
    Stellato, Banjac, Goulart, Bemporad, Boyd, "OSQP: an operator splitting solver for quadratic programs", Math.
    Prog. Comp. 12 (2020), Algorithm 1.

    Examples
    --------
    >>> from sqp.bounds import Bounds
    >>> from sqp.qp.convexify import Convexify
    >>> from sqp.qp.program import QuadraticProgram
    >>> qp = QuadraticProgram(np.eye(1), np.array([-2.0]), np.zeros((0, 1)), Bounds([], []), Bounds([0.0], [1.0]))
    >>> solution = OSQP().start(Convexify()).solve(qp)
    >>> solution.status.name, solution.d.round(6), solution.z.round(6)
    ('SOLVED', array([1.]), array([1.]))
    """

    iterations: int = 10_000
    loosest: float = 1e-4
    tightest: float = 1e-9
    polish: bool = True

    def __post_init__(self) -> None:
        whole_number("OSQP.iterations", self.iterations, least=1)
        positive_real("OSQP.loosest", self.loosest)
        positive_real("OSQP.tightest", self.tightest)
        if self.tightest > self.loosest:
            raise OptionError(f"OSQP needs 0 < tightest <= loosest, got {self.tightest} and {self.loosest}")
        switch("OSQP.polish", self.polish)

    def start(self, convexify: Convexifier) -> OSQPSession:
        return OSQPSession(self, convexify)


@final
class OSQPSession(ConvexSession):
    """Keeps one OSQP solver and updates its values: update and solve is far cheaper than set-up and solve."""

    name = "osqp"
    is_approximate = True
    needs_definite = True

    def __init__(self, settings: OSQP, convexify: Convexifier) -> None:
        super().__init__(convexify)
        self._settings = settings
        self._solver: Any = None
        self._form: _Form | None = None

    def _answer(self, qp: QuadraticProgram, guess: WorkingSet | None, accuracy: float) -> Answer:
        if self._form is None:
            self._form = _Form(qp.stored, qp.A)
        weight, equal = 0.0, qp.equality_rows
        if not is_sparse(qp.stored):
            P, weight = definite(np.asarray(qp.stored), np.asarray(qp.A)[equal])
            if not is_definite(P):
                return without(qp, QPStatus.FAILED)  # OSQP would print an error and fail
            qp = replace(qp, P=P)
        scale = 1.0 / max(1e-8, norm_inf(qp.q), self._form.largest(qp.stored))
        q = np.ascontiguousarray(qp.q * scale)
        lower = np.concatenate((qp.rows.lower, qp.box.lower)).clip(-_INFINITY, _INFINITY)
        upper = np.concatenate((qp.rows.upper, qp.box.upper)).clip(-_INFINITY, _INFINITY)
        tolerance = min(self._settings.loosest, max(self._settings.tightest, accuracy))
        settings = {"eps_abs": tolerance, "eps_rel": tolerance, "max_iter": self._most_iterations(qp)}
        p_values, a_values = self._form.values(qp.stored, qp.A)
        try:
            if self._solver is None:
                self._solver = self._set_up(p_values * scale, q, a_values, lower, upper, settings)
            else:
                self._solver.update(q=q, l=lower, u=upper, Px=p_values * scale, Ax=a_values)
                self._solver.update_settings(rho=0.1, polishing=False, **settings)
        except _osqp().OSQPException:
            self._solver = None
            return without(qp, QPStatus.FAILED)
        found = self._solver.solve(raise_error=False)
        if self._settings.polish and _has_active_set(qp, found, lower, upper):
            self._solver.update_settings(polishing=True)
            found = self._solver.solve(raise_error=False)
        answer = self._converted(qp, found, scale)
        if weight:
            answer.y[equal] += weight * (qp.A @ answer.d)[equal]
        return answer

    def _most_iterations(self, qp: QuadraticProgram) -> int:
        return min(self._settings.iterations, max(200, _WORK // (qp.q.size + qp.rows.size)))

    def _set_up(self, p: Vector, q: Vector, a: Vector, lower: Vector, upper: Vector, settings: dict[str, Any]) -> Any:
        assert self._form is not None
        solver: Any = _osqp().OSQP()
        solver.setup(
            self._form.hessian(p),
            q,
            self._form.rows(a),
            lower,
            upper,
            verbose=False,
            polishing=False,
            eps_prim_inf=1e-6,
            eps_dual_inf=1e-6,
            **settings,
        )
        return solver

    def _converted(self, qp: QuadraticProgram, answer: Any, scale: float) -> Answer:
        m, n = qp.rows.size, qp.q.size
        ending = _ending(answer)
        status = _STATUS.get(ending, QPStatus.FAILED)
        count = int(answer.info.iter)
        if ending == "OSQP_SIGINT":
            self._solver = None
            raise KeyboardInterrupt  # OSQP has taken the signal for itself
        if status in (QPStatus.SOLVED, QPStatus.INACCURATE):
            d = np.array(answer.x, dtype=np.float64)
            multipliers = np.array(answer.y, dtype=np.float64) / scale
            if not (np.isfinite(d).all() and np.isfinite(multipliers).all()):
                self._solver = None
            inside = np.minimum(np.maximum(d, qp.box.lower), qp.box.upper)
            return Answer(status, inside, multipliers[:m], multipliers[m:], count)
        self._solver = None
        if status is QPStatus.INFEASIBLE:
            certificate = np.array(answer.prim_inf_cert, dtype=np.float64)
            if not proves_infeasible(qp, certificate[:m], certificate[m:]):
                status = QPStatus.FAILED
        return Answer(status, np.zeros(n), np.zeros(m), np.zeros(n), count)


def _osqp() -> Any:
    """The package, imported by the first QP that needs it: many solves do without, and it loads for long."""
    import osqp

    return osqp


def _ending(answer: Any) -> str:
    """The name of the status, such as ``"OSQP_SOLVED"``."""
    return _osqp().SolverStatus(answer.info.status_val).name


def _has_active_set(qp: QuadraticProgram, answer: Any, lower: Vector, upper: Vector) -> bool:
    """Whether there is something to polish; where there is not, OSQP prints that, verbose or not."""
    if _ending(answer) != "OSQP_SOLVED":
        return False
    y = np.asarray(answer.y, dtype=np.float64)
    values = np.concatenate((qp.A @ answer.x, answer.x))
    gap = np.abs(np.where(y > 0.0, upper, lower) - values)
    return bool((np.abs(y) > np.where(lower == upper, 0.0, 2.0 * gap + 1e-9)).any())


class _Form:
    """The fixed patterns that OSQP sees: the upper triangle of P, and A with the identity below it."""

    def __init__(self, P: Matrix, A: Matrix) -> None:
        n = P.shape[0]
        self._n, self._m = n, A.shape[0]
        full = P if is_sparse(P) else _full_pattern(n, n)
        columns = _columns(full)
        self._upper: Indices = np.flatnonzero(full.indices <= columns)
        counts = np.bincount(columns[self._upper], minlength=n)
        self._p_indices = full.indices[self._upper]
        self._p_indptr = np.concatenate(([0], np.cumsum(counts)))
        full = A if is_sparse(A) else _full_pattern(self._m, n)
        columns = _columns(full)
        positions = np.arange(full.nnz) + columns
        self._a_positions: Indices = positions
        size = full.nnz + n
        self._a_indices = np.empty(size, dtype=np.int64)
        self._a_indices[positions] = full.indices
        self._ones: Indices = full.indptr[1:] + np.arange(n)
        self._a_indices[self._ones] = self._m + np.arange(n)
        self._a_indptr = full.indptr + np.arange(n + 1)
        self._size = size

    def largest(self, P: Matrix) -> float:
        return float(np.abs(P.data if is_sparse(P) else np.asarray(P)).max(initial=0.0))

    def values(self, P: Matrix, A: Matrix) -> tuple[Vector, Vector]:
        """Values of the upper triangle of P, and of A with the identity, in the order of their patterns."""
        p = P.data if is_sparse(P) else np.asarray(P).ravel(order="F")
        a = A.data if is_sparse(A) else np.asarray(A).ravel(order="F")
        values = np.empty(self._size)
        values[self._a_positions] = a
        values[self._ones] = 1.0
        return np.ascontiguousarray(p[self._upper]), values

    def hessian(self, values: Vector) -> sparse.csc_matrix:
        shape = (self._n, self._n)
        return sparse.csc_matrix((values.copy(), self._p_indices, self._p_indptr), shape=shape)

    def rows(self, values: Vector) -> sparse.csc_matrix:
        shape = (self._m + self._n, self._n)
        return sparse.csc_matrix((values.copy(), self._a_indices, self._a_indptr), shape=shape)


def _full_pattern(rows: int, columns: int) -> sparse.csc_array:
    return sparse.csc_array(np.ones((rows, columns)))


def _columns(matrix: sparse.csc_array) -> Indices:
    return np.repeat(np.arange(matrix.shape[1]), np.diff(matrix.indptr))
