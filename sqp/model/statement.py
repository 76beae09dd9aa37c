"""What a model says: variables, parameters, one objective, constraints; mistakes are refused where they are made."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import ArrayLike

from sqp.errors import ModelError
from sqp.model.assembly import Assembly
from sqp.model.casadi_least_squares import weighted
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.complementarity import Complementarity, complementarity
from sqp.model.entry_names import EntryNames
from sqp.model.expression import Expression, short, symbolic
from sqp.model.listing import listing
from sqp.model.parts import Constraint, Parameter, Parts, Variable, bound_of, check_bounds, symbol_of
from sqp.model.quantity import Quantity, quantity
from sqp.model.relation import between, relation_of
from sqp.model.symbols import Contents, Symbols


class Statement:
    """A nonlinear program stated with names; :class:`sqp.Model` adds ``solve``.

    Parameters
    ----------
    name : str
        Used in messages and by ``print``.

    Examples
    --------
    >>> m = Statement("box")
    >>> w, h = m.variable("w", lower=0, start=1, unit="m"), m.variable("h", lower=0, start=1, unit="m")
    >>> m.maximize(w * h)
    >>> limit = m.subject_to(2 * w + 2 * h <= 8, name="perimeter")
    >>> print(m)
    box
      maximise    w*h
      subject to
        perimeter:  2*w + 2*h <= 8
      over
        w >= 0   [m], start 1
        h >= 0   [m], start 1
    """

    def __init__(self, name: str = "model") -> None:
        self.name = name
        self._parts = Parts()
        self._symbols = Symbols()
        self._assembly: Assembly | None = None

    @property
    def variables(self) -> Mapping[str, Variable]:
        """The variables by name."""
        return MappingProxyType(self._parts.variables)

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The parameters by name."""
        return MappingProxyType(self._parts.parameters)

    @property
    def constraints(self) -> Mapping[str, Constraint]:
        """The constraints by name."""
        return MappingProxyType(self._parts.constraints)

    @property
    def objective(self) -> Expression | None:
        """The objective as the user stated it, None for a feasibility problem."""
        return self._parts.objective

    @property
    def sense(self) -> int:
        """+1 for a minimisation, -1 for a maximisation."""
        return self._parts.sense

    def variable(
        self,
        name: str,
        shape: int | tuple[int, ...] = (),
        *,
        lower: Any = -np.inf,
        upper: Any = np.inf,
        start: ArrayLike | None = None,
        scale: ArrayLike = 1.0,
        unit: str = "",
        symmetric: bool = False,
    ) -> Expression:
        """A scalar, a vector of k entries (``shape=k``) or a matrix (``shape=(r, c)``) to be chosen.

        Parameters
        ----------
        name : str
            Used once in the model.
        lower, upper : number, array of the variable's shape, or expression in parameters
        start : number or array, optional
            Where to start from; by default the point of the bounds nearest to 0.
        scale : positive number or array
            Typical magnitude.
        unit : str
            Shown in tables.
        symmetric : bool
            The matrix is symmetric; its lower triangle is what is chosen.

        Raises
        ------
        ModelError
            If the name is taken, a shape does not match, a value is NaN, or the bounds contradict each other.
        """
        place = quantity("variable", self._parts.new_name(name), shape, symmetric=symmetric)
        symbol, expression = symbol_of(place)
        bounds = self._bounds(place, lower, upper)
        scales = place.pack(scale, "the scale")
        if not np.all((scales > 0) & (scales < np.inf)):
            raise ModelError(f"the scale of {name!r} must be positive and finite, got {scale}")
        initial = None if start is None else place.pack(start, "the start")
        if initial is not None and np.isinf(initial).any():
            raise ModelError(f"the start of {name!r} must be finite, got {start}")
        self._parts.variables[name] = Variable(place, symbol, expression, *bounds, initial, scales, unit)
        self._symbols.add(symbol, Contents.VARIABLES)
        self._assembly = None
        return expression

    def parameter(self, name: str, shape: int | tuple[int, ...] = (), value: ArrayLike | None = None) -> Expression:
        """Data that ``solve(parameters={name: value})`` may replace without differentiating anything anew.

        Raises
        ------
        ModelError
            If the name is taken, or the value is NaN or of another shape.
        """
        place = quantity("parameter", self._parts.new_name(name), shape)
        symbol, expression = symbol_of(place)
        values = None if value is None else place.pack(value, "the value")
        self._parts.parameters[name] = Parameter(place, symbol, values)
        self._symbols.add(symbol, Contents.PARAMETERS)
        self._assembly = None
        return expression

    def minimize(self, expression: Any) -> None:
        """State the objective, a scalar expression that is to be made small."""
        self._set_objective(expression, 1)

    def minimize_sum_of_squares(self, residuals: Any, weights: Any = 1.0, *, linear: Any = 0.0) -> None:
        """State the objective as the sum of ``weights`` times the squares of the entries of ``residuals``.

        Gauss-Newton and Levenberg-Marquardt Hessians need the objective in this form.

        Parameters
        ----------
        residuals : expression of any shape
        weights : number, array of the shape of ``residuals``, or expression in parameters
            Not negative.
        linear : scalar expression that is linear in the variables, optional
            Added to the sum; it has no second derivatives.

        Raises
        ------
        ModelError
            If a weight is negative or not finite, or the objective is stated twice.
        """
        column = weighted(symbolic(residuals), weights)
        self._set_objective(ca.sumsqr(column) + linear, 1)
        self._parts.residuals = column

    def maximize(self, expression: Any) -> None:
        """State the objective, a scalar expression that is to be made large."""
        self._set_objective(expression, -1)

    def subject_to(
        self, comparison: Any, name: str | None = None, *, lower: Any = None, upper: Any = None
    ) -> Constraint:
        """Add a constraint: a comparison with ``<=``, ``>=`` or ``==``, entry by entry for vectors and matrices.

        A two-sided range is ``subject_to(between(1, e, 2))`` or ``subject_to(e, lower=1, upper=2)``.  A bound on a
        single variable that is written here is a constraint like any other, with a name and a multiplier.

        Parameters
        ----------
        comparison : comparison, range, or (with ``lower`` or ``upper``) expression
        name : str, optional
            By default ``c1``, ``c2``, ...
        lower, upper : number, array or expression in parameters, optional

        Raises
        ------
        ModelError
            If the name is taken, or the constraint is strict, contains no variable (whether it holds always or
            never), contains NaN or foreign symbols, or has contradictory bounds.
        """
        label = self._parts.automatic_name() if name is None else self._parts.new_name(name)
        if lower is not None or upper is not None:
            comparison = between(-np.inf if lower is None else lower, comparison, np.inf if upper is None else upper)
        try:
            relation = relation_of(comparison, self._symbols.are_data)
            self._check_body(relation.body)
            place = quantity("constraint", label, _shape(relation.body))
            bounds = self._bounds(place, relation.lower, relation.upper)
        except ModelError as error:
            raise ModelError(f"constraint {label!r}: {str(error).removeprefix(f'{label}: ')}") from None
        constraint = Constraint(place, relation.body, *bounds, relation.sides)
        self._parts.constraints[label] = constraint
        self._assembly = None
        return constraint

    def complementarity(self, a: Any, b: Any, name: str | None = None) -> Complementarity:
        """State 0 <= a ⟂ b >= 0: entry by entry, neither is negative and at least one is zero.

        ``complementarity(between(l, a, u), b)`` states the mixed form: a = l and b >= 0, or a = u and b <= 0, or
        l <= a <= u and b = 0.  The multipliers have the names ``NAME.first`` (of the bounds of a), ``NAME.second`` (of
        the sign of b) and ``NAME.product``, one number unless some a has two bounds, and ``NAME.product above`` for
        a finite u.

        Raises
        ------
        ModelError
            If the name is taken, the shapes differ, or a side contains no variable.
        """
        label = self._parts.automatic_name() if name is None else self._parts.new_name(name)
        stated = complementarity(label, a, b)
        for part, relation in stated.constraints.items():
            self.subject_to(relation, part)
        self._parts.complementarities[label] = stated
        return stated

    def problem(self, parameters: Mapping[str, ArrayLike] | None = None, start: Any = None) -> CasadiProblem:
        """The stated problem; derivatives are built once, for all parameter values.

        Parameters
        ----------
        parameters : mapping of names to values, optional
            Replaces values for this problem only.
        start : mapping of variable names to values, or (n,) array, optional

        Raises
        ------
        ModelError
            If a variable is used nowhere, a parameter has no value, a name is unknown, or data are contradictory.
        """
        if self._assembly is None:
            self._assembly = Assembly(self._parts)
        return self._assembly.problem(parameters or {}, start)

    def __str__(self) -> str:
        return listing(self.name, self._parts)

    def __repr__(self) -> str:
        parts = self._parts
        sizes = {"variables": parts.variables, "parameters": parts.parameters, "constraints": parts.constraints}
        counts = ", ".join(f"{len(named)} {kind}" for kind, named in sizes.items())
        return f"{type(self).__name__}({self.name!r}: {counts})"

    def _set_objective(self, expression: Any, sense: int) -> None:
        if self._parts.objective is not None:
            raise ModelError(f"the objective of {self.name!r} is stated twice; it is {short(self._parts.objective)}")
        objective = symbolic(expression)
        if not objective.is_scalar():
            raise ModelError(f"the objective must be a scalar, got shape {objective.shape}: {short(objective)}")
        self._symbols.check("the objective", objective)
        self._parts.objective, self._parts.sense = objective, sense
        self._assembly = None

    def _bounds(self, place: Quantity, lower: Any, upper: Any) -> tuple[Any, Any]:
        """Both bounds; numbers are checked here, expressions when parameters have values."""
        sides = bound_of(place, "lower", lower), bound_of(place, "upper", upper)
        for name, side in zip(("lower", "upper"), sides, strict=True):
            if isinstance(side, ca.MX):
                self._symbols.check(f"the {name} bound of {place.name!r}", side)
                if not self._symbols.are_data(side):
                    raise ModelError(
                        f"the {name} bound of {place.name!r} contains a variable: state it as a constraint"
                    )
        low, high = (
            none if isinstance(side, ca.MX) else side for side, none in zip(sides, place.unbounded, strict=True)
        )
        check_bounds(low, high, EntryNames([place]))
        return sides

    def _check_body(self, body: Any) -> None:
        self._symbols.check("it", body)
        if self._symbols.are_data(body):
            raise ModelError(
                f"{short(body)} contains no variable, only numbers and parameters: check data before the solve"
            )


def _shape(body: Any) -> tuple[int, ...]:
    """() for a scalar, (k,) for a column, (r, c) for a matrix."""
    return () if body.is_scalar() else body.shape[: 1 if body.is_column() else 2]
