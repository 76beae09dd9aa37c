"""Linear maps between spaces of arrays: what first derivatives are."""

# pyright: reportUnnecessaryIsInstance=false
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import linalg as operators

from sqp.arrays import Vector
from sqp.calculus.space import Array, Space
from sqp.errors import ProblemError

_as_operator: Any = operators.aslinearoperator


@final
@dataclass(frozen=True, eq=False, repr=False)
class LinearMap:
    """A linear map A: V -> W.  Linear maps add and scale, so they form a vector space themselves; and they compose.

    A derivative f'(x) is one of them.  Nothing is flattened to use it, and no matrix is formed unless asked for: sums
    and products of maps remember their parts.

    Parameters
    ----------
    domain, codomain : Space
        V and W.
    operator : matrix or scipy.sparse.linalg.LinearOperator
        The same map on coordinates, vec(d) -> vec(A[d]), with its transpose.
    accuracy : float
        Relative error of its values, measured where they come from differences; 0 if they are exact to rounding.

    Examples
    --------
    >>> square = lambda X: X @ X
    >>> from sqp.calculus.derivatives import derivative
    >>> A = derivative(square, np.array([[1.0, 2.0], [0.0, 1.0]]))
    >>> A
    LinearMap (2, 2) -> (2, 2), exact
    >>> A(np.eye(2))
    array([[2., 4.],
           [0., 2.]])
    >>> (A @ A - 2 * A)(np.eye(2))
    array([[0., 8.],
           [0., 0.]])
    """

    domain: Space
    codomain: Space
    operator: Any
    accuracy: float = 0.0

    __array_ufunc__ = None  # so that a NumPy number times a map asks the map

    def __post_init__(self) -> None:
        operator = _as_operator(self.operator)
        object.__setattr__(self, "operator", operator)
        if operator.shape != (self.codomain.size, self.domain.size):
            raise ProblemError(
                f"operator must have shape {(self.codomain.size, self.domain.size)}, got {operator.shape}"
            )

    @staticmethod
    def defined_by(
        forward: Callable[[Any], ArrayLike], adjoint: Callable[[Any], ArrayLike], domain: Space, codomain: Space
    ) -> LinearMap:
        """The map d -> forward(d) whose adjoint is w -> adjoint(w), both on arrays as they are.

        >>> V = Space(((2, 3),))
        >>> transpose = LinearMap.defined_by(np.transpose, np.transpose, V, Space(((3, 2),)))
        >>> transpose(np.ones((2, 3))).shape
        (3, 2)
        """
        return LinearMap.on_coordinates(
            domain,
            codomain,
            lambda d: codomain.vec(forward(domain.element(d)), "the value of the map"),
            lambda w: domain.vec(adjoint(codomain.element(w)), "the value of the adjoint"),
        )

    @staticmethod
    def on_coordinates(
        domain: Space,
        codomain: Space,
        forward: Callable[[Vector], Vector],
        reverse: Callable[[Vector], Vector],
        accuracy: float = 0.0,
    ) -> LinearMap:
        """The map vec(d) -> forward(vec(d)) with the transpose vec(w) -> reverse(vec(w))."""
        operator = operators.LinearOperator(
            shape=(codomain.size, domain.size),
            dtype=np.dtype(np.float64),
            matvec=lambda d: forward(np.ravel(d)),
            rmatvec=lambda w: reverse(np.ravel(w)),
        )
        return LinearMap(domain, codomain, operator, accuracy)

    @property
    def exact(self) -> bool:
        """Whether values are exact to rounding; if not, they come from finite differences."""
        return self.accuracy == 0.0

    def __call__(self, d: Any) -> Any:
        """A[d], an element of the codomain."""
        return self.codomain.element(self.operator.matvec(self.domain.vec(d, "d")))

    def __add__(self, other: LinearMap) -> LinearMap:
        if not isinstance(other, LinearMap):
            return NotImplemented
        self._expect_alike(other)
        return LinearMap(self.domain, self.codomain, self.operator + other.operator, self._worse(other))

    def __radd__(self, other: object) -> LinearMap:
        """0 + A is A, so that ``sum`` of a list of maps is their sum."""
        return self if is_zero(other) else NotImplemented

    def __sub__(self, other: LinearMap) -> LinearMap:
        return self + (-other) if isinstance(other, LinearMap) else NotImplemented

    def __mul__(self, factor: float) -> LinearMap:
        if not is_number(factor):
            return NotImplemented
        return LinearMap(self.domain, self.codomain, float(factor) * self.operator, self.accuracy)

    __rmul__ = __mul__

    def __truediv__(self, divisor: float) -> LinearMap:
        return self * (1.0 / divisor) if is_number(divisor) else NotImplemented

    def __neg__(self) -> LinearMap:
        return -1.0 * self

    def __matmul__(self, other: LinearMap) -> LinearMap:
        """The composition d -> A[B[d]]; with a bilinear map B, (d1, d2) -> A[B[d1, d2]]."""
        if not isinstance(other, LinearMap):
            return NotImplemented
        if other.codomain != self.domain:
            raise ProblemError(f"A @ B needs maps that follow each other: B ends in {other.codomain}, A: {self}")
        return LinearMap(other.domain, self.codomain, self.operator @ other.operator, self._worse(other))

    @property
    def adjoint(self) -> LinearMap:
        """The map A*: W -> V with <w, A[d]> = <A*[w], d>, both inner products being sums of products of entries."""
        return LinearMap(self.codomain, self.domain, self.operator.H, self.accuracy)

    def matrix(self) -> Array:
        """(codomain.size, domain.size) the matrix of vec(d) -> vec(A[d]), from as few products as possible."""
        rows, columns = self.operator.shape
        if rows < columns:
            return np.asarray(self.operator.H @ np.eye(rows)).T
        return np.asarray(self.operator @ np.eye(columns))

    def as_linear_operator(self) -> operators.LinearOperator:
        """The map on coordinates for SciPy's iterative methods; no matrix is formed."""
        return self.operator

    def _worse(self, other: LinearMap) -> float:
        return max(self.accuracy, other.accuracy)

    def _expect_alike(self, other: LinearMap) -> None:
        if (self.domain, self.codomain) != (other.domain, other.codomain):
            raise ProblemError(f"only maps between the same spaces can be added, got {self} and {other}")

    def __repr__(self) -> str:
        return f"LinearMap {self.domain} -> {self.codomain}, {origin(self.accuracy)}"


def is_number(value: object) -> bool:
    """Whether a map can be scaled by ``value``.

    >>> is_number(np.float64(2.0)), is_number(np.ones(2)), is_number("2")
    (True, False, False)
    """
    return isinstance(value, Real)


def is_zero(value: object) -> bool:
    """Whether ``value`` is the number 0, with which Python's ``sum`` begins."""
    return isinstance(value, Real) and float(value) == 0.0


def origin(accuracy: float) -> str:
    """Where the values of a map come from, in words.

    >>> origin(4e-11)
    'by finite differences, measured relative error 4e-11'
    """
    return "exact" if accuracy == 0.0 else f"by finite differences, measured relative error {accuracy:.0e}"
