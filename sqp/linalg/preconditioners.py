"""Approximate inverses of a symmetric operator on the free variables, for conjugate gradients."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, final

import numpy as np
from scipy import sparse

from sqp.arrays import Mask, Vector
from sqp.linalg.multigrid import Multigrid
from sqp.linalg.operators import SymmetricOperator
from sqp.settings import whole_number

Apply = Callable[[Vector], Vector]

#: A hierarchy is kept while at most this part of the variables is freed or fixed.
_MOVED = 0.05
#: Groups of variables serve for other matrices until a hierarchy made of them takes more iterations than this.
_MANY = 60


class PreconditionerRun(Protocol):
    """The preconditioners of one solve."""

    def prepare(self, P: SymmetricOperator, free: Mask, *, renew: bool = True) -> Apply:
        """A symmetric positive definite map of (n,) vectors, applied to vectors that vanish outside ``free`` (n,).

        Without ``renew``, P is near the operator of the last call, and what was prepared for that may serve again.
        """
        ...

    def observe(self, s: Vector, w: Vector) -> None:
        """Conjugate gradients moved by ``s`` and found ``w`` = P s."""
        ...


class Preconditioner(Protocol):
    """Settings of a preconditioner."""

    def start(self) -> PreconditionerRun:
        """Begin a solve."""
        ...


@final
@dataclass(frozen=True)
class Diagonal:
    """The inverse of an estimate of the diagonal.

    Examples
    --------
    >>> from sqp.linalg.operators import StoredOperator
    >>> apply = Diagonal().start().prepare(StoredOperator(np.diag([2.0, 4.0])), np.array([True, True]))
    >>> apply(np.array([1.0, 1.0]))
    array([0.5 , 0.25])
    """

    def start(self) -> DiagonalRun:
        return DiagonalRun()


@final
class DiagonalRun:
    """Asks the operator for its diagonal."""

    def prepare(self, P: SymmetricOperator, free: Mask, *, renew: bool = True) -> Apply:
        inverse = 1.0 / P.diagonal()
        return lambda r: inverse * r

    def observe(self, s: Vector, w: Vector) -> None:
        """Nothing to learn."""


@final
@dataclass(frozen=True, kw_only=True)
class QuasiNewton:
    """L-BFGS from the steps of the previous run of conjugate gradients, on top of the diagonal.

    Parameters
    ----------
    memory : int
        Most pairs kept; at least 1.

    References
    ----------
    Morales, Nocedal, "Automatic preconditioning by limited memory quasi-Newton updating", SIAM J. Optim. 10 (2000).

    Examples
    --------
    >>> from sqp.linalg.operators import StoredOperator
    >>> run = QuasiNewton().start()
    >>> run.observe(np.array([1.0, 0.0]), np.array([5.0, 0.0]))
    >>> apply = run.prepare(StoredOperator(np.eye(2)), np.array([True, True]))
    >>> apply(np.array([5.0, 0.0]))
    array([1., 0.])
    """

    memory: int = 10

    def __post_init__(self) -> None:
        whole_number("QuasiNewton.memory", self.memory, least=1)

    def start(self) -> QuasiNewtonRun:
        return QuasiNewtonRun(self.memory)


@final
class QuasiNewtonRun:
    """Keeps every pair at first, then every second one, and so on: a sample of the whole run."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._stride = 1
        self._count = 0
        self._pairs: deque[tuple[Vector, Vector]] = deque()

    def prepare(self, P: SymmetricOperator, free: Mask, *, renew: bool = True) -> Apply:
        pairs = tuple(self._pairs)
        self._stride, self._count = 1, 0
        self._pairs.clear()
        inverse = 1.0 / P.diagonal()
        return lambda r: np.where(free, _two_loops(pairs, inverse, r), 0.0)

    def observe(self, s: Vector, w: Vector) -> None:
        self._count += 1
        if (self._count - 1) % self._stride or not float(s @ w) > 0.0:
            return
        if len(self._pairs) == self._memory:
            for index in range(1, self._memory // 2 + 1):
                del self._pairs[index]
            self._stride *= 2
        if len(self._pairs) < self._memory:
            self._pairs.append((s.copy(), w.copy()))


def _two_loops(pairs: tuple[tuple[Vector, Vector], ...], inverse: Vector, r: Vector) -> Vector:
    """Nocedal, Wright (2006), Algorithm 7.4."""
    q, weights = r.copy(), [0.0] * len(pairs)
    for i in range(len(pairs) - 1, -1, -1):
        s, w = pairs[i]
        weights[i] = float(s @ q) / float(s @ w)
        q -= weights[i] * w
    q *= inverse
    for i, (s, w) in enumerate(pairs):
        q += (weights[i] - float(w @ q) / float(s @ w)) * s
    return q


@final
@dataclass(frozen=True, kw_only=True)
class Automatic:
    """Multigrid where the operator has sparse entries and is large, else :class:`QuasiNewton`.

    Parameters
    ----------
    large : int
        Number of free variables from which on multigrid is used; at least 1.

    Examples
    --------
    >>> from sqp.linalg.operators import StoredOperator
    >>> chain = sparse.csc_array(sparse.diags_array([-1.0, 2.0, -1.0], offsets=[-1, 0, 1], shape=(3000, 3000)))
    >>> apply = Automatic().start().prepare(StoredOperator(chain), np.ones(3000, dtype=bool))
    >>> apply(np.ones(3000)).shape
    (3000,)
    """

    large: int = 1000

    def __post_init__(self) -> None:
        whole_number("Automatic.large", self.large, least=1)

    def start(self) -> AutomaticRun:
        return AutomaticRun(self.large)


@final
class AutomaticRun:
    """Keeps the multigrid hierarchy of the last operator while the free variables hardly change."""

    def __init__(self, large: int) -> None:
        self._large = large
        self._quasi_newton = QuasiNewton().start()
        self._of: SymmetricOperator | None = None
        self._free: Mask = np.zeros(0, dtype=np.bool_)
        self._cycle: Multigrid | None = None
        self._all: Multigrid | None = None
        self._steps = 0
        self._inverse: Vector = np.zeros(0)

    def prepare(self, P: SymmetricOperator, free: Mask, *, renew: bool = True) -> Apply:
        count = int(np.count_nonzero(free))
        if not self._serves(P, free, count, renew=renew):
            entries = P.approximation() if count >= self._large else None
            if entries is None or entries.nnz > 100 * P.n or not _is_elliptic(entries):
                return self._quasi_newton.prepare(P, free)
            self._cycle = self._made(sparse.csr_array(entries), free, count)
            self._of, self._free, self._inverse = P, free, 1.0 / P.diagonal()
        assert self._cycle is not None
        return _on(self._cycle, self._free, free, self._inverse)

    def _made(self, matrix: sparse.csr_array, free: Mask, count: int) -> Multigrid:
        """A hierarchy for the free variables, whose groups are those of all variables as long as they do well."""
        renewed = self._all is None or self._steps > _MANY
        if self._all is None or renewed:
            self._all = Multigrid(matrix)
        self._steps = 0
        if renewed and count == matrix.shape[0]:
            return self._all
        inside = np.flatnonzero(free)
        return Multigrid(matrix[inside][:, inside], self._all.part(inside))

    def _serves(self, P: SymmetricOperator, free: Mask, count: int, *, renew: bool) -> bool:
        """Whether the hierarchy that is there will do."""
        if self._cycle is None or (renew and P is not self._of):
            return False
        return bool(np.count_nonzero(free != self._free) <= _MOVED * count)

    def observe(self, s: Vector, w: Vector) -> None:
        self._steps += 1
        if self._cycle is None:
            self._quasi_newton.observe(s, w)


def _on(cycle: Multigrid, known: Mask, free: Mask, inverse: Vector) -> Apply:
    """The cycle where it knows the variables, the diagonal where they were freed since."""
    inside = np.flatnonzero(known)
    added = free & ~known

    def apply(r: Vector) -> Vector:
        z = np.where(added, inverse * r, 0.0)
        z[inside] = cycle(r[inside])
        z[~free] = 0.0
        return z

    return apply


def _is_elliptic(entries: sparse.csc_array) -> bool:
    """Whether the diagonal is positive: what multigrid for elliptic problems asks for at least."""
    return bool((entries.diagonal() > 0.0).all())
