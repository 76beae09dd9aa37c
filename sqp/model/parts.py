"""The named parts of a model, as the user stated them."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import INFINITE, Vector
from sqp.errors import ModelError
from sqp.model.complementarity import Complementarity
from sqp.model.expression import Expression, owned
from sqp.model.quantity import Quantity


@dataclass(frozen=True, eq=False)
class Variable:
    """What is to be chosen: ``symbol`` holds the independent entries, ``expression`` has the declared shape.

    ``lower`` and ``upper`` are bounds of the independent entries: vectors, or columns that depend on parameters.
    """

    quantity: Quantity
    symbol: Any
    expression: Expression
    lower: Any
    upper: Any
    start: Vector | None
    scale: Vector
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Parameter:
    """Data that may be replaced between solves; ``value`` is None until it is known."""

    quantity: Quantity
    symbol: Any
    value: Vector | None


@dataclass(frozen=True, eq=False)
class Constraint:
    """lower <= body <= upper; the bounds are vectors, or columns that depend on parameters.

    ``sides`` are those of the comparison as it was written if both contain variables; ``body`` is their difference.
    """

    quantity: Quantity
    body: Any
    lower: Any
    upper: Any
    sides: tuple[Any, Any] | None = None

    @property
    def name(self) -> str:
        return self.quantity.name

    @property
    def shape(self) -> tuple[int, ...]:
        return self.quantity.shape


@dataclass(eq=False)
class Parts:
    """Everything a model contains, by name; ``objective`` as stated, ``sense`` +1 to minimise it, -1 to maximise."""

    variables: dict[str, Variable] = field(default_factory=dict[str, Variable])
    parameters: dict[str, Parameter] = field(default_factory=dict[str, Parameter])
    constraints: dict[str, Constraint] = field(default_factory=dict[str, Constraint])
    complementarities: dict[str, Complementarity] = field(default_factory=dict[str, Complementarity])
    objective: Any = None
    residuals: Any = None
    sense: int = 1

    def new_name(self, name: str) -> str:
        """The name, if it is still free: everything in a model shares one set of names.

        Raises
        ------
        ModelError
            If it is taken.
        """
        for kind, known in self._named().items():
            if name in known:
                raise ModelError(f"the name {name!r} is used twice: there is already a {kind} of that name")
        return name

    def automatic_name(self) -> str:
        """The first of c1, c2, ... that is free, counting the constraints."""
        number = len(self.constraints) + 1
        while any(f"c{number}" in known for known in self._named().values()):
            number += 1
        return f"c{number}"

    def _named(self) -> dict[str, Mapping[str, object]]:
        return {
            "variable": self.variables,
            "parameter": self.parameters,
            "constraint": self.constraints,
            "complementarity": self.complementarities,
        }


def symbol_of(quantity: Quantity) -> tuple[Any, Expression]:
    """A symbol for the independent entries, and the expression of the quantity's shape made from it."""
    if not quantity.symmetric:
        symbol = ca.MX.sym(quantity.name, quantity.rows, quantity.columns)
        return symbol, Expression(symbol)
    symbol = ca.MX.sym(quantity.name, quantity.size)
    return symbol, owned(ca.reshape(symbol[quantity.spread.tolist()], quantity.rows, quantity.columns))


def bound_of(quantity: Quantity, side: str, value: Any) -> Any:
    """A bound of the independent entries: a vector, or a column expression if it depends on parameters.

    Raises
    ------
    ModelError
        If it does not fit the quantity's shape or contains NaN.
    """
    if value is None:
        raise ModelError(f"the {side} bound of {quantity.name!r} must be a number or an array, got None: leave it out")
    if isinstance(value, ca.MX) and not value.is_constant() and not ca.symvar(value):
        value = ca.evalf(value)
    if not isinstance(value, ca.MX) or value.is_constant():
        return quantity.pack(value.to_DM() if isinstance(value, ca.MX) else value, f"the {side} bound")
    if value.is_scalar():
        return ca.repmat(value, quantity.size, 1)
    if value.shape != (quantity.rows, quantity.columns):
        expected = (quantity.rows, quantity.columns)
        raise ModelError(f"the {side} bound of {quantity.name!r} has shape {value.shape}, expected {expected}")
    return ca.vec(value)[quantity.independent.tolist()]


def check_bounds(lower: Vector, upper: Vector, names: Sequence[str]) -> None:
    """Refuse bounds that no value satisfies.

    Raises
    ------
    ModelError
        If a bound is NaN, a lower bound exceeds its upper bound or counts as +inf, or an upper bound counts as -inf.
    """
    nan = np.isnan(lower) | np.isnan(upper)
    crossed = lower > upper
    bad = np.flatnonzero(nan | crossed | (lower >= INFINITE) | (upper <= -INFINITE))
    if bad.size:
        k = int(bad[0])
        problem = (
            "NaN as a bound" if nan[k] else "contradictory bounds" if crossed[k] else "bounds that no value satisfies"
        )
        vast = INFINITE <= lower[k] < np.inf or -np.inf < upper[k] <= -INFINITE
        why = f"; {INFINITE:g} and more count as infinite: choose a larger unit" if vast else ""
        raise ModelError(f"{names[k]}: {problem}, lower {lower[k]:g} and upper {upper[k]:g}{why}")
