"""Sums of squares of CasADi expressions, with the residuals that Gauss-Newton methods need."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from functools import cached_property
from typing import Any, final

import casadi as ca
import numpy as np

from sqp.arrays import Matrix, Vector
from sqp.errors import ModelError
from sqp.model.buffered import BufferedFunction, BufferedMatrix
from sqp.model.casadi_functions import CasadiFunctions
from sqp.model.casadi_problem import CasadiProblem


@final
class CasadiLeastSquares(CasadiProblem):
    """A :class:`CasadiProblem` whose objective is f = |r(x, p)|^2.

    Parameters
    ----------
    x : casadi symbol or sequence of symbols
    f : scalar expression
        The sum of the squares of ``residuals``.
    c : column expression or None
    residuals : column expression
        k residuals.
    parameters : casadi symbol or sequence of symbols, optional
    **data
        Further arguments of :class:`CasadiProblem`.

    Examples
    --------
    >>> x = ca.SX.sym("x", 2)
    >>> r = ca.vertcat(10 * (x[1] - x[0] ** 2), 1 - x[0])
    >>> problem = CasadiLeastSquares(x, ca.sumsqr(r), residuals=r, start=[-1.2, 1.0])
    >>> problem.residuals(problem.start).round(3), round(problem.objective(problem.start), 3)
    (array([-4.4,  2.2]), 24.2)
    >>> problem.residual_jacobian(problem.start)
    array([[24., 10.],
           [-1.,  0.]])
    """

    def __init__(self, x: Any, f: Any, c: Any = None, *, residuals: Any, parameters: Any = None, **data: Any) -> None:
        super().__init__(x, f, c, parameters=parameters, **data)
        self._residual_functions = CasadiFunctions(_sequence(x), _sequence(parameters), 0, residuals)

    def residuals(self, x: Vector, /) -> Vector:
        return self._residuals(x)

    def residual_jacobian(self, x: Vector, /) -> Matrix:
        return self._residual_jacobian(x)

    @property
    def _residual_source(self) -> CasadiFunctions:
        return self._residual_functions.compiled if self._is_compiled else self._residual_functions

    @cached_property
    def _residuals(self) -> BufferedFunction:
        return BufferedFunction(self._residual_source.constraints, self.parameters)

    @cached_property
    def _residual_jacobian(self) -> BufferedMatrix:
        return BufferedMatrix(self._residual_source.jacobian, self.parameters, dense=self.dense)


def weighted(residuals: Any, weights: Any) -> Any:
    """The column of residuals whose squares are ``weights`` times those of the given ones.

    Raises
    ------
    ModelError
        If a weight is negative or not finite.
    """
    column = ca.vec(residuals)
    if not isinstance(weights, ca.SX | ca.MX) and not hasattr(weights, "symbol"):
        numbers = np.asarray(weights, dtype=np.float64)
        if not (np.isfinite(numbers).all() and (numbers >= 0.0).all()):
            raise ModelError(f"weights must be finite and not negative, got {weights}")
        if numbers.size not in (1, column.numel()):
            raise ModelError(f"weights must have one entry for each of {column.numel()} residuals, got {numbers.size}")
        return np.sqrt(numbers).ravel(order="F") * column
    return ca.sqrt(ca.vec(weights)) * column


def _sequence(symbols: Any) -> list[Any]:
    given = [] if symbols is None else list(symbols) if isinstance(symbols, list | tuple) else [symbols]
    return [symbol for symbol in given if symbol.numel()]
