"""Bilinear maps between spaces of arrays: what second derivatives are."""

# pyright: reportUnnecessaryIsInstance=false
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, final

import numpy as np

from sqp.arrays import Vector
from sqp.calculus.inner_product import InnerProduct
from sqp.calculus.linear_map import LinearMap, is_number, is_zero, origin
from sqp.calculus.space import Array, Space
from sqp.errors import ProblemError

#: A bilinear operation on coordinates.
Operation: TypeAlias = Callable[[Vector, Vector], Vector]


@final
@dataclass(frozen=True, eq=False, repr=False)
class BilinearMap:
    """A bilinear map B: V x V -> W, linear in each argument, with values shaped like f(x).

    A second derivative f''(x) is one of them, and a symmetric one: B[d', d] = B[d, d'].  Products are computed
    without forming anything.

    Parameters
    ----------
    domain, codomain : Space
        V and W.
    values : callable
        On coordinates: ``values(d1, d2)`` is vec(B[d1, d2]).
    products : callable
        On coordinates: ``products(d1, w)`` is the adjoint of d2 -> B[d1, d2] at w.  For scalar f and w = 1 that is the
        product of the Hessian with d1.
    accuracy : float
        Relative error of its values, measured where they come from differences; 0 if they are exact to rounding.

    Examples
    --------
    >>> from sqp.calculus.derivatives import second_derivative
    >>> square = lambda X: X @ X
    >>> B = second_derivative(square, np.eye(2))
    >>> D, E = np.array([[0.0, 1.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [1.0, 0.0]])
    >>> B(D, E)  # D E + E D
    array([[1., 0.],
           [0., 1.]])
    >>> B(D)
    LinearMap (2, 2) -> (2, 2), exact
    >>> B.symmetry_error()
    0.0

    Second derivatives of compositions follow from those of the parts: (f o g)'' = f'' @ g' + f' @ g''.

    >>> from sqp.calculus.derivatives import derivative
    >>> chain = B @ derivative(square, np.eye(2)) + derivative(square, np.eye(2)) @ B
    >>> float(np.abs(chain(D, E) - second_derivative(lambda X: square(square(X)), np.eye(2))(D, E)).max())
    0.0
    """

    domain: Space
    codomain: Space
    values: Operation
    products: Operation
    accuracy: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether values are exact to rounding; if not, they come from finite differences."""
        return self.accuracy == 0.0

    def __call__(self, dx1: Any, dx2: Any = None) -> Any:
        """B[dx1, dx2]; with one argument the linear map B[dx1, .]."""
        d1 = self.domain.vec(dx1, "dx1")
        if dx2 is None:
            return self._fixed(d1)
        return self.codomain.element(self.values(d1, self.domain.vec(dx2, "dx2")))

    __array_ufunc__ = None  # so that a NumPy number times a map asks the map

    def __add__(self, other: BilinearMap) -> BilinearMap:
        if not isinstance(other, BilinearMap):
            return NotImplemented
        if (self.domain, self.codomain) != (other.domain, other.codomain):
            raise ProblemError(f"only maps between the same spaces can be added, got {self} and {other}")
        return BilinearMap(
            self.domain,
            self.codomain,
            lambda d1, d2: self.values(d1, d2) + other.values(d1, d2),
            lambda d1, w: self.products(d1, w) + other.products(d1, w),
            max(self.accuracy, other.accuracy),
        )

    def __radd__(self, other: object) -> BilinearMap:
        """0 + B is B, so that ``sum`` of a list of maps is their sum."""
        return self if is_zero(other) else NotImplemented

    def __sub__(self, other: BilinearMap) -> BilinearMap:
        return self + (-other) if isinstance(other, BilinearMap) else NotImplemented

    def __mul__(self, factor: float) -> BilinearMap:
        if not is_number(factor):
            return NotImplemented
        return BilinearMap(
            self.domain,
            self.codomain,
            lambda d1, d2: factor * self.values(d1, d2),
            lambda d1, w: factor * self.products(d1, w),
            self.accuracy,
        )

    __rmul__ = __mul__

    def __truediv__(self, divisor: float) -> BilinearMap:
        return self * (1.0 / divisor) if is_number(divisor) else NotImplemented

    def __neg__(self) -> BilinearMap:
        return -1.0 * self

    def __matmul__(self, inner: LinearMap) -> BilinearMap:
        """The composition (d1, d2) -> B[A[d1], A[d2]]."""
        if not isinstance(inner, LinearMap):
            return NotImplemented
        if inner.codomain != self.domain:
            raise ProblemError(f"B @ A needs maps that follow each other: A ends in {inner.codomain}, B: {self}")
        A: Any = inner.operator
        return BilinearMap(
            inner.domain,
            self.codomain,
            lambda d1, d2: self.values(A.matvec(d1), A.matvec(d2)),
            lambda d1, w: A.rmatvec(self.products(A.matvec(d1), w)),
            max(self.accuracy, inner.accuracy),
        )

    def __rmatmul__(self, outer: LinearMap) -> BilinearMap:
        """The composition (d1, d2) -> A[B[d1, d2]]."""
        if not isinstance(outer, LinearMap):
            return NotImplemented
        if outer.domain != self.codomain:
            raise ProblemError(f"A @ B needs maps that follow each other: B ends in {self.codomain}, A: {outer}")
        A: Any = outer.operator
        return BilinearMap(
            self.domain,
            outer.codomain,
            lambda d1, d2: A.matvec(self.values(d1, d2)),
            lambda d1, w: self.products(d1, A.rmatvec(w)),
            max(self.accuracy, outer.accuracy),
        )

    def hessian(self, weight: Any = None) -> LinearMap:
        """The Hessian of a scalar f: the linear map H: V -> V with <H d1, d2> = B[d1, d2].

        Parameters
        ----------
        weight : array, optional
            Of the inner product, as in :class:`~sqp.calculus.inner_product.InnerProduct`; entry by entry by default.

        Raises
        ------
        ProblemError
            If the values of B are no numbers.
        """
        self._expect_scalar()
        one = np.ones(1)

        def product(d: Vector) -> Vector:
            return self.products(d, one)

        H = LinearMap.on_coordinates(self.domain, self.domain, product, product, self.accuracy)
        return H if weight is None else InnerProduct(self.domain, weight).represent @ H

    def matrix(self) -> Array:
        """The coordinates of B: B[d1, d2] = vec(d1)' H vec(d2) for scalar f, with H of shape (n, n).

        Otherwise the shape is (codomain.size, n, n): one such matrix for each coordinate of the value.
        """
        n, m = self.domain.size, self.codomain.size
        identity = np.eye(n)
        found = np.zeros((m, n, n))
        for j in range(n):
            for i in range(m if m <= n else 0):  # one product gives a column
                found[i, :, j] = self.products(identity[j], np.eye(1, m, i)[0])
            for k in range(n if m > n else 0):
                found[:, k, j] = self.values(identity[k], identity[j])
        return found[0] if self.codomain.is_scalar else found

    def symmetry_error(self, *, samples: int = 4, seed: int = 0) -> float:
        """Largest entry of B[d1, d2] - B[d2, d1] over random d1, d2, relative to the largest of B[d1, d2]."""
        rng = np.random.default_rng(seed)
        worst = 0.0
        for _ in range(samples):
            d1, d2 = rng.standard_normal((2, self.domain.size))
            worst = max(worst, relative_error(self.values(d1, d2), self.values(d2, d1)))
        return worst

    def bilinearity_error(self, *, samples: int = 4, seed: int = 0) -> float:
        """Largest relative error of B[a d1 + b d2, d3] = a B[d1, d3] + b B[d2, d3], and in the other argument."""
        rng = np.random.default_rng(seed)
        worst = 0.0
        for _ in range(samples):
            d1, d2, d3 = rng.standard_normal((3, self.domain.size))
            a, b = rng.standard_normal(2)
            for B in (self.values, self._swapped):
                parts = a * B(d1, d3), b * B(d2, d3)
                size = max(float(np.abs(part).max(initial=0.0)) for part in parts)
                worst = max(worst, relative_error(B(a * d1 + b * d2, d3), parts[0] + parts[1], size))
        return worst

    def _swapped(self, d1: Vector, d2: Vector) -> Vector:
        return self.values(d2, d1)

    def _fixed(self, d1: Vector) -> LinearMap:
        return LinearMap.on_coordinates(
            self.domain,
            self.codomain,
            lambda d2: self.values(d1, d2),
            lambda w: self.products(d1, w),
            self.accuracy,
        )

    def _expect_scalar(self) -> None:
        if not self.codomain.is_scalar:
            raise ProblemError(f"a Hessian belongs to a scalar function, this one has values of shape {self.codomain}")

    def __repr__(self) -> str:
        return f"BilinearMap {self.domain} x {self.domain} -> {self.codomain}, {origin(self.accuracy)}"


def relative_error(found: Vector, expected: Vector, size: float = 0.0) -> float:
    """Largest difference of two vectors, relative to the largest entry of either and to ``size``.

    >>> relative_error(np.array([1.0, 2.0]), np.array([1.0, 4.0]))
    0.5
    """
    scale = max(size, float(np.abs(found).max(initial=0.0)), float(np.abs(expected).max(initial=0.0)))
    return float(np.abs(found - expected).max(initial=0.0)) / scale if scale else 0.0
