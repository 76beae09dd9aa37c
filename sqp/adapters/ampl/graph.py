"""Expressions of CasADi as a graph of numbered nodes, which is what a writer of ``.nl`` files walks over."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import casadi as ca

from sqp.adapters.ampl.phrases import PHRASES
from sqp.errors import ProblemError

_INPUT, _OUTPUT, _CONST = int(ca.OP_INPUT), int(ca.OP_OUTPUT), int(ca.OP_CONST)
_MUL, _DIV = int(ca.OP_MUL), int(ca.OP_DIV)
_SUMS = frozenset(map(int, (ca.OP_ASSIGN, ca.OP_LIFT, ca.OP_ADD, ca.OP_SUB, ca.OP_NEG, ca.OP_TWICE)))


@dataclass
class Graph:
    """Nodes 0 to n - 1 are the variables; later ones are constants and operations on earlier nodes.

    Attributes
    ----------
    operation : list of int
        CasADi's code of each node; that of an input for variables, that of a constant for constants.
    operands : list of tuple of int
        Empty for variables and constants.
    value : dict of int to float
        Of constants.
    degree : list of int
        0 for what no variable enters, 1 for what is linear in the variables, 2 for everything else.
    uses : list of int
        How often a phrase of another node, or a function, mentions each node.
    """

    operation: list[int]
    operands: list[tuple[int, ...]]
    degree: list[int]
    value: dict[int, float] = field(default_factory=dict[int, float])
    uses: list[int] = field(default_factory=list[int])

    def add(self, code: int, operands: tuple[int, ...]) -> int:
        """Append an operation.

        Raises
        ------
        ProblemError
            If a ``.nl`` file has no words for it.
        """
        phrase = PHRASES.get(code)
        if phrase is None:
            constants: Any = vars(ca)
            named = (name[3:].lower() for name, value in constants.items() if name[:3] == "OP_" and value == code)
            raise ProblemError(f"the problem uses the operation {next(named, code)}, for which a .nl file has no words")
        self.operation.append(code)
        self.operands.append(operands)
        self.degree.append(_degree(code, [self.degree[operand] for operand in operands]))
        self.uses.append(0)
        for part in phrase:
            if isinstance(part, int):
                self.uses[operands[part]] += 1
        return len(self.operation) - 1

    def constant(self, value: float) -> int:
        """Append a constant."""
        if not math.isfinite(value):
            raise ProblemError(f"the problem contains the constant {value}, which a .nl file cannot state")
        self.operation.append(_CONST)
        self.operands.append(())
        self.degree.append(0)
        self.uses.append(0)
        self.value[len(self.operation) - 1] = value
        return len(self.operation) - 1

    def is_leaf(self, node: int) -> bool:
        """Whether a node is a variable or a constant."""
        return not self.operands[node]


def _degree(code: int, operands: Sequence[int]) -> int:
    if code in _SUMS or not any(operands):
        return max(operands)
    if code == _MUL:
        return min(2, sum(operands))
    return operands[0] if code == _DIV and operands[1] == 0 else 2


def scalar_program(function: Any) -> Any:
    """The function in elementary operations, in which whatever is computed twice is computed once.

    Raises
    ------
    ProblemError
        If it does not consist of elementary operations.
    """
    try:
        program = function.expand()
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1]
        raise ProblemError(f"the problem is not made of elementary operations alone: {reason}") from error
    x = ca.SX.sym("x", function.numel_in(0))
    return ca.Function("program", [x], [ca.densify(ca.cse(program(x)))])


def graph_of(program: Any) -> tuple[Graph, list[int]]:
    """The graph of a function of x, and the nodes of the entries of its value, a dense column.

    Raises
    ------
    ProblemError
        If it uses an operation or a number that a ``.nl`` file cannot state.
    """
    n = program.numel_in(0)
    graph = Graph([_INPUT] * n, [()] * n, [1] * n, uses=[0] * n)
    values = [-1] * program.nnz_out(0)
    places: dict[int, int] = {}
    for k in range(program.n_instructions()):
        code, sources, targets = program.instruction_id(k), program.instruction_input(k), program.instruction_output(k)
        if code == _OUTPUT:
            values[targets[1]] = node = places[sources[0]]
            graph.uses[node] += 1
        elif code == _INPUT:
            places[targets[0]] = sources[1]
        elif code == _CONST:
            places[targets[0]] = graph.constant(program.instruction_constant(k))
        else:
            places[targets[0]] = graph.add(code, tuple(places[source] for source in sources))
    return graph, values
