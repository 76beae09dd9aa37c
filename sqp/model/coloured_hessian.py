"""A sparse Hessian from products with a few vectors of zeros and ones: one for each colour of its pattern."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sqp.arrays import Indices, Matrix, Vector
from sqp.model.pattern import Pattern
from sqp.model.templates import SparseTemplate

#: Product of the Hessian of the Lagrangian at (x, y, sigma) with a vector.
Product = Callable[[Vector, Vector, float, Vector], Vector]


class ColouredHessian:
    """Reads the entries of a symmetric matrix off its products with the sums of the unit vectors of each colour.

    In a star colouring each entry, or its mirror image, is the only one of its colour in its row.

    Parameters
    ----------
    pattern : Pattern
        (n, n), symmetric.
    colours : (n,) int array
        A star colouring of the pattern, numbered from 0.

    References
    ----------
    Gebremedhin, Manne, Pothen, "What color is your Jacobian?", SIAM Review 47 (2005), Section 4.

    Examples
    --------
    >>> arrow = np.array([[2.0, 1.0, 1.0], [1.0, 3.0, 0.0], [1.0, 0.0, 4.0]])
    >>> pattern = Pattern((3, 3), np.array([0, 3, 5, 7]), np.array([0, 1, 2, 0, 1, 0, 2]))
    >>> hessian = ColouredHessian(pattern, np.array([0, 1, 1]))
    >>> hessian(lambda x, y, sigma, v: arrow @ v, np.zeros(3), np.zeros(0), 1.0).toarray()
    array([[2., 1., 1.],
           [1., 3., 0.],
           [1., 0., 4.]])
    """

    def __init__(self, pattern: Pattern, colours: Indices) -> None:
        n = pattern.shape[0]
        self._colours = colours
        self._count = int(colours.max(initial=-1)) + 1
        rows, columns = pattern.indices.astype(np.int64), pattern.columns
        cell = colours[columns] * n + rows  # where row i of the product with the colour of column j stands
        alone = np.bincount(cell, minlength=n * self._count)[cell] == 1
        self._where = np.where(alone, cell, colours[rows] * n + columns)
        self._build = SparseTemplate(pattern.indptr, pattern.indices, pattern.shape)

    def __call__(self, product: Product, x: Vector, y: Vector, sigma: float) -> Matrix:
        """The matrix whose products are given."""
        products = [product(x, y, sigma, (self._colours == c).astype(np.float64)) for c in range(self._count)]
        return self._build(np.concatenate([np.zeros(0), *products])[self._where])
