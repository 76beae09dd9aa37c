"""Symmetric matrices that are known by their products with vectors."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, final

import numpy as np
from scipy import sparse

from sqp.arrays import Matrix, Vector, is_sparse
from sqp.errors import OptionError

if TYPE_CHECKING:
    from typing_extensions import TypeIs


class SymmetricOperator(ABC):
    """A symmetric matrix of order n, possibly indefinite, whose entries need not exist anywhere.

    Examples
    --------
    >>> class Twice(SymmetricOperator):
    ...     n = 2
    ...     def product(self, v): return 2.0 * v
    ...     def diagonal(self): return np.full(2, 2.0)
    >>> Twice() @ np.array([1.0, -1.0])
    array([ 2., -2.])
    """

    n: int

    @abstractmethod
    def product(self, v: Vector) -> Vector:
        """The product with ``v``, (n,); a new array."""

    @abstractmethod
    def diagonal(self) -> Vector:
        """(n,) positive: an estimate of the size of the diagonal, used to precondition; need not be accurate."""

    def approximation(self) -> sparse.csc_array | None:
        """A sparse matrix near the operator from which a preconditioner can be built; None if there is none.

        It may cost several products.
        """
        return None

    @final
    @property
    def shape(self) -> tuple[int, int]:
        return self.n, self.n

    @final
    def __matmul__(self, v: Vector) -> Vector:
        return self.product(v)


@final
class StoredOperator(SymmetricOperator):
    """A stored matrix where an operator is wanted.

    Examples
    --------
    >>> StoredOperator(np.diag([2.0, 3.0])).diagonal()
    array([2., 3.])
    """

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix
        self.n = matrix.shape[0]

    def product(self, v: Vector) -> Vector:
        return self._matrix @ v

    def diagonal(self) -> Vector:
        size = np.abs(np.asarray(self._matrix.diagonal(), dtype=np.float64))
        return np.where(size > 0.0, size, 1.0)

    def approximation(self) -> sparse.csc_array | None:
        return self._matrix if is_sparse(self._matrix) else None


def is_operator(P: Matrix | SymmetricOperator) -> TypeIs[SymmetricOperator]:
    """Whether only products with ``P`` are known.

    >>> is_operator(np.eye(2))
    False
    """
    return not isinstance(P, np.ndarray) and isinstance(P, SymmetricOperator)  # the second question is a slow one


def stored(P: Matrix | SymmetricOperator) -> Matrix:
    """``P`` itself, for methods that work with its entries.

    Raises
    ------
    OptionError
        If only products with ``P`` are known.
    """
    if isinstance(P, SymmetricOperator):
        raise OptionError(
            f"this method needs the entries of the Hessian, but a {type(P).__name__} gives products only; "
            "choose a QP method that works with products, or a Hessian model that forms a matrix"
        )
    return P
