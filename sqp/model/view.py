"""Flat solution vectors, turned back into the named quantities of a model."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Vector
from sqp.errors import ModelError
from sqp.model.expression import short, symbolic
from sqp.model.quantity import Quantity


class ModelView:
    """The :class:`~sqp.model.problem.SolutionView` of a model.

    It remembers names, shapes, units and the parameter values of one solve, but no expressions, so it pickles.  The
    symbols of an expression whose value is asked for are recognised by name and shape: after unpickling, expressions
    of the same model built again can be evaluated as well.

    Parameters
    ----------
    variables, constraints, parameters : sequence of Quantity
        In the order of the flat vectors.
    parameter_values : (k,) array
    units : mapping
        Unit by variable name.

    Examples
    --------
    >>> view = ModelView([Quantity("w"), Quantity("v", (2,))], [], [], np.zeros(0), {"w": "mm"})
    >>> view.variables(np.array([1.0, 2.0, 3.0]))
    {'w': 1.0, 'v': array([2., 3.])}
    """

    def __init__(
        self,
        variables: Sequence[Quantity],
        constraints: Sequence[Quantity],
        parameters: Sequence[Quantity],
        parameter_values: Vector,
        units: Mapping[str, str],
    ) -> None:
        self._variables = tuple(variables)
        self._constraints = tuple(constraints)
        self._parameters = tuple(parameters)
        self._parameter_values = parameter_values
        self._units = dict(units)

    def variables(self, x: Vector, /) -> dict[str, Any]:
        """Value by variable name, in the variable's own shape."""
        return {q.name: q.unpack(part) for q, part in _parts(self._variables, x)}

    def multipliers(self, y: Vector, z: Vector, /) -> dict[str, Any]:
        """Multipliers by constraint name; those of bounds under ``"bounds of NAME"``."""
        rows = {q.name: q.unpack(part) for q, part in _parts(self._constraints, y)}
        return rows | {f"bounds of {q.name}": q.unpack(part) for q, part in _parts(self._variables, z)}

    def units(self) -> dict[str, str]:
        """Unit by variable name, for those that have one."""
        return dict(self._units)

    def value(self, expression: Any, x: Vector, /) -> Any:
        """Value at ``x``: a float, (k,) array or (r, c) array.

        Raises
        ------
        ModelError
            If the expression contains a symbol that is not of this model.
        """
        wanted = symbolic(expression)
        known = {q.name: (q, part) for q, part in _parts(self._variables, x)}
        known |= {q.name: (q, part) for q, part in _parts(self._parameters, self._parameter_values)}
        symbols = ca.symvar(wanted)
        for symbol in symbols:
            if symbol.name() not in known or symbol.numel() != known[symbol.name()][0].size:
                raise ModelError(
                    f"{symbol.name()} in {short(wanted)} is neither a variable nor a parameter of this model"
                )
        parts = [ca.reshape(ca.DM(known[s.name()][1]), *s.shape) for s in symbols]
        result = ca.Function("value", symbols, [ca.densify(wanted)])(*parts) if symbols else ca.evalf(wanted)
        return _plain(result)


def _parts(quantities: Sequence[Quantity], flat: Vector) -> Iterator[tuple[Quantity, Vector]]:
    """Each quantity with its entries of the flat vector."""
    start = 0
    for quantity in quantities:
        yield quantity, flat[start : start + quantity.size]
        start += quantity.size


def _plain(matrix: Any) -> Any:
    """A CasADi matrix as a float, a vector or a matrix of NumPy."""
    array: Any = np.array(matrix.full())
    if array.shape == (1, 1):
        return float(array[0, 0])
    return array[:, 0] if array.shape[1] == 1 else array
