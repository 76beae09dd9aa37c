"""Which symbols the expressions of a model contain."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from enum import Flag
from typing import Any

import casadi as ca
import numpy as np

from sqp.errors import ModelError
from sqp.model.expression import identity, short


class Contents(Flag):
    """The kinds of symbols in an expression, and whether NaN is among its numbers."""

    NONE = 0
    PARAMETERS = 1
    VARIABLES = 2
    FOREIGN = 4
    NAN = 8


class Symbols:
    """The symbols of one model, and what its expressions are made of.

    Every node of the expression graph is looked at once, however many expressions share it: stating a model takes
    time in proportion to its size.

    Examples
    --------
    >>> x, p = ca.MX.sym("x"), ca.MX.sym("p")
    >>> symbols = Symbols()
    >>> symbols.add(x, Contents.VARIABLES)
    >>> symbols.contents(x**2 + 1)
    <Contents.VARIABLES: 2>
    >>> symbols.contents(p)
    <Contents.FOREIGN: 4>
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, Contents]] = {}  # the nodes are kept so that their identity stays theirs

    def add(self, symbol: Any, kind: Contents) -> None:
        """Make a symbol known as a variable or a parameter."""
        self._known[identity(symbol)] = (symbol, kind)

    def contents(self, expression: Any) -> Contents:
        """The kinds of symbols that occur in the expression."""
        stack = [expression]
        while stack:
            node = stack[-1]
            operands = [node.dep(k) for k in range(node.n_dep())]
            new = [operand for operand in operands if identity(operand) not in self._known]
            if new:
                stack.extend(new)
                continue
            stack.pop()
            if identity(node) not in self._known:
                found = _of_leaf(node)
                for operand in operands:
                    found |= self._known[identity(operand)][1]
                self._known[identity(node)] = (node, found)
        return self._known[identity(expression)][1]

    def are_data(self, expression: Any) -> bool:
        """Whether the expression contains nothing but numbers and parameters."""
        return not self.contents(expression) & (Contents.VARIABLES | Contents.FOREIGN)

    def check(self, where: str, expression: Any) -> None:
        """Refuse an expression with NaN or with a symbol that is not of this model.

        Raises
        ------
        ModelError
            Naming the symbol and, by ``where``, the place.
        """
        if self.contents(expression) & Contents.NAN:
            raise ModelError(f"{where} contains NaN: {short(expression)}")
        if self.contents(expression) & Contents.FOREIGN:
            foreign = next(s for s in ca.symvar(expression) if self.contents(s) & Contents.FOREIGN)
            raise ModelError(
                f"{where} uses the symbol {foreign.name()!r}, which is not of this model: {short(expression)}"
            )


def _of_leaf(node: Any) -> Contents:
    """What a node contains besides its operands."""
    if node.is_symbolic():
        return Contents.FOREIGN
    if node.is_constant() and np.isnan(node.to_DM().nonzeros()).any():
        return Contents.NAN
    return Contents.NONE
