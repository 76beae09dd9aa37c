"""Functions of vectors and matrices, for expressions, numbers and arrays alike."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

import builtins
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import casadi as ca
import numpy as np

from sqp.errors import ModelError
from sqp.model.expression import Expression, short, symbolic
from sqp.model.functions import apply, is_symbolic

#: Up to this size a determinant is expanded by minors into a polynomial, of n 2^n operations: exact and smooth
#: everywhere.  Beyond, it comes from a QR factorisation, which fails at a matrix that is singular to rounding.
POLYNOMIAL = 8

#: Largest difference of entries (i, j) and (j, i), relative to the largest entry, of numbers that count as symmetric.
_SYMMETRIC = 1e-8

#: Up to this size an inverse is written out in scalar operations, beyond it is a call of a linear solver.
WRITTEN_OUT = 10


def sum(x: Any) -> Any:  # noqa: A001  (as numpy.sum)
    """Sum of all entries.

    A Python generator or list of expressions is summed as well.

    >>> sum([1.0, 2.0, 3.0])
    6.0
    >>> sum(Expression(ca.MX.sym("x", 2))).shape
    (1, 1)
    """
    if is_symbolic(x):
        return apply(_total, np.sum, x)
    if not isinstance(x, Iterable) or isinstance(x, np.ndarray):
        return np.sum(x)
    terms: list[Any] = list(x)
    return builtins.sum(terms[1:], terms[0]) if is_symbolic(*terms) else float(np.sum(terms))


def dot(a: Any, b: Any) -> Any:
    """Sum of the products of corresponding entries of two vectors, or matrices, of one shape."""
    return apply(ca.dot, np.vdot, *_of_one_shape("dot", a, b))


def norm(x: Any) -> Any:
    """Euclidean length of a vector, Frobenius norm of a matrix.

    Non-smooth at 0, where its derivative is not a number.  Prefer ``dot(x, x) <= r**2`` to ``norm(x) <= r``.
    """
    return apply(ca.norm_fro, np.linalg.norm, x)


def trace(a: Any) -> Any:
    """Sum of the diagonal entries of a square matrix."""
    return apply(ca.trace, np.trace, _square("trace", a))


def transpose(a: Any) -> Any:
    """The transpose; ``A.T`` is the same."""
    return apply(ca.transpose, np.transpose, a)


def diag(a: Any) -> Any:
    """The diagonal matrix of a vector, or the diagonal of a matrix as a vector."""
    return apply(ca.diag, np.diag, a)


def det(a: Any) -> Any:
    """Determinant of a square matrix.

    Up to 8 x 8 a polynomial in the entries, with derivatives everywhere; beyond, computed by QR, and then it and its
    derivatives are not a number where the matrix is singular to rounding.

    >>> det(Expression(ca.MX.sym("A", 2, 2))).shape
    (1, 1)
    """
    return apply(_det, np.linalg.det, _square("det", a))


def logdet(a: Any) -> Any:
    """Logarithm of the determinant of a symmetric positive definite matrix, by Cholesky factorisation.

    An expression stands for its symmetric part (A + A')/2, so that the gradient is the inverse and no triangle is
    preferred.  Not a number where that is not positive definite, so that the solver stays where it is.  For a matrix
    that is not meant to be symmetric write ``log(det(A))``.

    Raises
    ------
    ModelError
        If the matrix is not square, or one of numbers that is not symmetric.

    >>> round(logdet(np.diag([1.0, np.e])), 12)
    1.0
    """
    return apply(_logdet, _logdet_of_numbers, _square("logdet", a))


def inv(a: Any) -> Any:
    """Inverse of a square matrix.  ``linsolve(A, b)`` is cheaper and more accurate than ``inv(A) @ b``."""
    return apply(_inv, np.linalg.inv, _square("inv", a))


def linsolve(a: Any, b: Any) -> Any:
    """The solution x of the linear system A x = b."""
    return apply(ca.solve, np.linalg.solve, _square("linsolve", a), b)


def stack(*parts: Any) -> Any:
    """Scalars, vectors or matrices of equal width below each other; also takes one list of them.

    >>> stack(1, [2, 3])
    array([1., 2., 3.])
    """
    given = parts[0] if len(parts) == 1 and isinstance(parts[0], list | tuple) else parts
    if any(isinstance(part, ca.SX) for part in given):
        return ca.vertcat(*given)
    widths = [_shape(part)[1] for part in given]
    if len(set(widths)) > 1:
        raise ModelError(f"stack: all parts need the same number of columns, got {', '.join(map(str, widths))}")
    if is_symbolic(*given):
        return Expression(ca.vertcat(*(symbolic(part) for part in given)))
    if widths and widths[0] > 1:
        return np.vstack(given).astype(np.float64)
    return np.concatenate(
        [np.atleast_1d(np.asarray(part, dtype=np.float64)).ravel() for part in given] or [np.zeros(0)]
    )


def _total(a: Any) -> Any:
    return ca.sum1(ca.vec(a))


def _det(a: Any) -> Any:
    return _written_out("det", _by_minors, a) if a.shape[0] <= POLYNOMIAL else ca.det(a)


def _by_minors(a: Any) -> Any:
    """Laplace's expansion; a minor of the last k rows is computed once for each choice of k columns.

    References
    ----------
    G. H. Golub, C. F. Van Loan (2013), Matrix Computations, 4th ed., Section 2.1.4 (the expansion).
    """
    n = a.shape[0]
    minors: dict[tuple[int, ...], Any] = {(): a.zeros(1, 1) + 1}
    for k in range(1, n + 1):
        row = n - k
        minors = {
            columns: builtins.sum(
                (-1) ** i * a[row, j] * minors[columns[:i] + columns[i + 1 :]] for i, j in enumerate(columns)
            )
            for columns in combinations(range(n), k)
        }
    return minors[tuple(range(n))]


def _inv(a: Any) -> Any:
    form = ca.inv_minor if a.shape[0] <= 3 else ca.inv
    return _written_out("inv", form, a) if a.shape[0] <= WRITTEN_OUT else ca.inv(a)


def _logdet(a: Any) -> Any:
    return _written_out("logdet", _logdet_of_entries, a)


def _logdet_of_entries(a: Any) -> Any:
    return 2 * ca.sum1(ca.log(ca.diag(ca.chol((a + a.T) / 2))))


def _logdet_of_numbers(a: Any) -> float:
    asymmetry = float(np.abs(a - a.T).max(initial=0.0))
    if asymmetry > _SYMMETRIC * float(np.abs(a).max(initial=0.0)):
        raise ModelError(
            "logdet needs a symmetric matrix, got one whose entries (i, j) and (j, i) differ by "
            f"{asymmetry:.3g}; write log(det(A)), or logdet((A + A.T) / 2) if the symmetric part is meant"
        )
    try:
        return 2.0 * float(np.sum(np.log(np.diag(np.linalg.cholesky(a)))))
    except np.linalg.LinAlgError:
        return float("nan")


def _written_out(name: str, form: Any, a: Any) -> Any:
    """``form(a)`` in scalar operations, also for an expression in matrix operations."""
    if isinstance(a, ca.SX):
        return form(a)
    entries = ca.SX.sym("a", *a.shape)
    return ca.Function(name, [entries], [form(entries)])(a)


def _shape(a: Any) -> tuple[int, int]:
    if is_symbolic(a):
        return a.shape
    shape = np.shape(a)
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[0] if shape else 1, 1)


def _square(function: str, a: Any) -> Any:
    rows, columns = _shape(a)
    if rows != columns:
        raise ModelError(f"{function} needs a square matrix, got {rows} x {columns}: {short(a)}")
    return a if is_symbolic(a) else np.atleast_2d(np.asarray(a, dtype=np.float64))


def _of_one_shape(function: str, a: Any, b: Any) -> tuple[Any, Any]:
    if _shape(a) != _shape(b):
        raise ModelError(f"{function} needs two operands of one shape, got {_shape(a)} and {_shape(b)}")
    return a, b
