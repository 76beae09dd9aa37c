"""From the named parts of a model to the flat problem a solver sees."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import ModelError
from sqp.model.casadi_least_squares import CasadiLeastSquares
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.entry_names import EntryNames
from sqp.model.expression import identity
from sqp.model.names import unknown_name
from sqp.model.pairs import Pairs
from sqp.model.parts import Parts, check_bounds
from sqp.model.quantity import Quantity
from sqp.model.view import ModelView


class Assembly:
    """The parts of a model, flattened once; problems for all parameter values share one set of functions.

    Raises
    ------
    ModelError
        If there are no variables, or one is used nowhere.
    """

    def __init__(self, parts: Parts) -> None:
        self._variables = tuple(parts.variables.values())
        self._parameters = tuple(parts.parameters.values())
        self._constraints = tuple(parts.constraints.values())
        self._pairs = pairs_of(parts)
        self._objective, self._sense, self._residuals = parts.objective, parts.sense, parts.residuals
        self._check_use()
        variables = [part.quantity for part in self._variables]
        constraints = [part.quantity for part in self._constraints]
        self._names = EntryNames(variables), EntryNames(constraints)
        self._all_names = EntryNames(variables + constraints)
        bounded = [*self._variables, *self._constraints]
        symbols = [part.symbol for part in self._parameters]
        self._lower = BoundVector([part.lower for part in bounded], symbols)
        self._upper = BoundVector([part.upper for part in bounded], symbols)
        self._template: CasadiProblem | None = None

    def problem(self, parameters: Mapping[str, ArrayLike], start: Any) -> CasadiProblem:
        """The problem for the parameter values and the start given here, and the model's own for the others."""
        values = self._parameter_values(parameters)
        over_variables, over_constraints = self._bounds_at(values)
        flat = np.concatenate([np.zeros(0), *values])
        if self._template is None:
            self._template = self._new_problem(flat, over_variables, over_constraints)
        problem = self._template.with_parameters(
            flat,
            variable_bounds=over_variables,
            constraint_bounds=over_constraints,
            start=self._start(start, over_variables),
            view=self._view(flat),
        )
        self._check_constant_rows(problem)
        return problem

    def _new_problem(self, values: Vector, over_variables: Bounds, over_constraints: Bounds) -> CasadiProblem:
        objective = ca.MX(0) if self._objective is None else self._objective
        squares = self._residuals is not None
        make = partial(CasadiLeastSquares, residuals=self._residuals) if squares else CasadiProblem
        return make(
            [part.symbol for part in self._variables],
            objective if self._sense > 0 else -objective,
            ca.veccat(*(part.body for part in self._constraints)),
            parameters=[part.symbol for part in self._parameters],
            parameter_values=values,
            variable_bounds=over_variables,
            constraint_bounds=over_constraints,
            variable_names=self._names[0],
            constraint_names=self._names[1],
            sense=self._sense,
            variable_scale=np.concatenate([part.scale for part in self._variables]),
            pairs=self._pairs,
        )

    def _view(self, parameter_values: Vector) -> ModelView:
        variables, constraints, parameters = (
            [part.quantity for part in parts] for parts in (self._variables, self._constraints, self._parameters)
        )
        units = {part.quantity.name: part.unit for part in self._variables if part.unit}
        return ModelView(variables, constraints, parameters, parameter_values, units)

    def _parameter_values(self, given: Mapping[str, ArrayLike]) -> list[Vector]:
        known = {part.quantity.name: part for part in self._parameters}
        for name in given:
            if name not in known:
                raise ModelError(unknown_name("parameter", name, known))
        values: list[Vector] = []
        for name, part in known.items():
            value = part.quantity.pack(given[name], "the value") if name in given else part.value
            if value is None:
                raise ModelError(f"parameter {name!r} has no value: pass parameters={{{name!r}: ...}}")
            values.append(value)
        return values

    def _bounds_at(self, values: list[Vector]) -> tuple[Bounds, Bounds]:
        arguments = [
            ca.reshape(ca.DM(value), part.quantity.rows, part.quantity.columns)
            for part, value in zip(self._parameters, values, strict=True)
        ]
        lower, upper = self._lower.at(arguments), self._upper.at(arguments)
        check_bounds(lower, upper, self._all_names)
        n = len(self._names[0])
        return Bounds(lower[:n], upper[:n]), Bounds(lower[n:], upper[n:])

    def _start(self, given: Any, bounds: Bounds) -> Vector:
        """The start: what is given here, else what the variable says, else the point of the box nearest to 0."""
        if given is not None and not isinstance(given, Mapping):
            flat = np.array(given, dtype=np.float64)
            if flat.shape != (bounds.size,):
                raise ModelError(
                    f"start must map names to values or have shape ({bounds.size},), got shape {flat.shape}"
                )
            return flat
        named: Mapping[str, Any] = given or {}
        known = {part.quantity.name: part for part in self._variables}
        for name in named:
            if name not in known:
                raise ModelError(unknown_name("variable", name, known))
        nearest = bounds.project(np.zeros(bounds.size))
        offsets = np.cumsum([0, *(part.quantity.size for part in self._variables)])
        pieces: list[Vector] = []
        for (name, part), first, end in zip(known.items(), offsets[:-1], offsets[1:], strict=True):
            if name in named:
                pieces.append(part.quantity.pack(named[name], "the start"))
            else:
                pieces.append(nearest[first:end] if part.start is None else part.start)
        return np.concatenate(pieces)

    def _check_use(self) -> None:
        if not self._variables:
            raise ModelError("the model has no variables")
        stated = [part.body for part in self._constraints]
        if self._objective is not None:
            stated.append(self._objective)
        if not stated:
            raise ModelError("the model has neither an objective nor a constraint")
        used = {identity(s) for s in ca.symvar(ca.veccat(*stated))}
        for part in self._variables:
            if identity(part.symbol) not in used:
                raise ModelError(
                    f"variable {part.quantity.name!r} is used neither in the objective nor in a constraint"
                )

    def _check_constant_rows(self, problem: CasadiProblem) -> None:
        """Refuse rows that no variable enters and whose constant violates the bounds."""
        constant = problem.constant_constraints
        if not constant.any():
            return
        violation = problem.constraint_bounds.violation(problem.constraints(problem.start))
        false = np.flatnonzero(constant & (violation > 0))
        if false.size:
            raise ModelError(f"constraint {self._names[1][int(false[0])]!r} contains no variable and does not hold")


def pairs_of(parts: Parts) -> Pairs | None:
    """Where the sides of the complementarity conditions are among the rows; None if there are no conditions."""
    if not parts.complementarities:
        return None
    sizes = [part.quantity.size for part in parts.constraints.values()]
    begins = dict(zip(parts.constraints, np.cumsum([0, *sizes]).tolist(), strict=False))
    names: list[str] = []
    places: dict[str, list[int]] = {"first": [], "second": [], "product": [], "product above": []}
    lower, upper = list[float](), list[float]()
    for name in parts.complementarities:
        first = parts.constraints[f"{name}.first"]
        size = first.quantity.size
        names += Quantity(name, first.quantity.shape).entry_names
        for side in places:
            part = parts.constraints.get(f"{name}.{side}")
            each = part is not None and part.quantity.size == size
            begin = -1 if part is None else begins[part.name]
            places[side] += range(begin, begin + size) if each else [begin] * size
        lower += first.lower.tolist()
        upper += first.upper.tolist()
    a, b, below, above = (np.array(rows, dtype=np.int64) for rows in places.values())
    return Pairs(tuple(names), a, b, np.array(lower), np.array(upper), below, above)


class BoundVector:
    """Bounds stacked into one vector, some of them functions of parameters.

    Parameters
    ----------
    pieces : sequence of vectors and column expressions
    symbols : sequence of casadi.MX
        The parameters that the expressions depend on.

    Examples
    --------
    >>> p = ca.MX.sym("p")
    >>> BoundVector([np.array([1.0, 2.0]), 3 * p], [p]).at([ca.DM(2)])
    array([1., 2., 6.])
    """

    def __init__(self, pieces: Sequence[Any], symbols: Sequence[Any]) -> None:
        parametric = [piece for piece in pieces if isinstance(piece, ca.MX)]
        numbers = [np.full(p.numel(), np.nan) if isinstance(p, ca.MX) else p for p in pieces]
        self._numbers = np.concatenate([np.zeros(0), *numbers])
        self._parametric = np.isnan(self._numbers)
        self._function = ca.Function("bounds", list(symbols), [ca.densify(ca.veccat(*parametric))])

    def at(self, parameters: Sequence[Any]) -> Vector:
        """The bounds for these values of the parameters, given in the order and the shapes of the symbols."""
        values = self._numbers.copy()
        if self._parametric.any():
            values[self._parametric] = self._function.call(list(parameters))[0].full().ravel()
        return values
