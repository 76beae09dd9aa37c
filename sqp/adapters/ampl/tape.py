"""Expressions as a tape: numbered nodes, each an operation on earlier nodes.

Reading a model only appends to the tape.  Afterwards :mod:`sqp.adapters.ampl.levels` turns all nodes of one depth and
one operation into CasADi expressions at once, which is what makes large models quick to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, auto


class Operation(IntEnum):
    """Elementary operations; each has the name that CasADi gives it after ``OP_``."""

    # of one operand
    NEG = auto()
    FABS = auto()
    FLOOR = auto()
    CEIL = auto()
    SIGN = auto()
    SQ = auto()
    SQRT = auto()
    EXP = auto()
    LOG = auto()
    SIN = auto()
    COS = auto()
    TAN = auto()
    ASIN = auto()
    ACOS = auto()
    ATAN = auto()
    SINH = auto()
    COSH = auto()
    TANH = auto()
    ASINH = auto()
    ACOSH = auto()
    ATANH = auto()
    NOT = auto()
    # of two operands
    ADD = auto()
    SUB = auto()
    MUL = auto()
    DIV = auto()
    POW = auto()
    ATAN2 = auto()
    FMIN = auto()
    FMAX = auto()
    FMOD = auto()
    LT = auto()
    LE = auto()
    EQ = auto()
    NE = auto()
    AND = auto()
    OR = auto()
    IF_ELSE_ZERO = auto()


class Tape:
    """Nodes 0 to n - 1 are the variables; later ones are constants and operations on earlier nodes.

    Equal nodes are stored once.

    Attributes
    ----------
    operation : list of int
        :class:`Operation` of each node, 0 for variables and constants.
    left, right : list of int
        Operands; ``right`` repeats ``left`` if there is only one.
    depth : list of int
        Longest way down to a variable or constant.
    constants : dict of float to int
        Node of each constant.

    Examples
    --------
    >>> tape = Tape(2)
    >>> tape.apply(Operation.MUL, tape.constant(3.0), 1)
    3
    >>> tape.apply(Operation.MUL, tape.constant(3.0), 1)
    3
    """

    def __init__(self, variables: int) -> None:
        self.variables = variables
        self.operation = [0] * variables
        self.left = list(range(variables))
        self.right = list(range(variables))
        self.depth = [0] * variables
        self.constants: dict[float, int] = {}
        self._known: dict[tuple[int, int, int], int] = {}

    def __len__(self) -> int:
        return len(self.operation)

    def constant(self, value: float) -> int:
        """The node of a constant."""
        node = self.constants.get(value)
        if node is None:
            node = self.constants[value] = len(self.operation)
            self.operation.append(0)
            self.left.append(node)
            self.right.append(node)
            self.depth.append(0)
        return node

    def apply(self, operation: int, left: int, right: int | None = None) -> int:
        """The node of an :class:`Operation` on one or two nodes."""
        if right is None:
            right = left
        key = (operation, left, right)
        node = self._known.get(key)
        if node is None:
            node = self._known[key] = len(self.operation)
            self.operation.append(operation)
            self.left.append(left)
            self.right.append(right)
            below, beside = self.depth[left], self.depth[right]
            self.depth.append((below if below > beside else beside) + 1)
        return node

    def reduce(self, operation: int, nodes: Sequence[int]) -> int:
        """The node of an associative operation on one or more nodes, as a balanced tree: k operands, depth log2 k."""
        current = list(nodes)
        while len(current) > 1:
            odd = current[-1:] if len(current) % 2 else []
            pairs = zip(current[::2], current[1::2], strict=False)
            current = [self.apply(operation, left, right) for left, right in pairs] + odd
        return current[0]
