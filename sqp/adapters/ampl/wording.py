"""A graph in the words of a ``.nl`` file: what is used more than once becomes a defined variable."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence

import casadi as ca

from sqp.adapters.ampl.graph import Graph
from sqp.adapters.ampl.phrases import PHRASES

_ADD, _SUB = int(ca.OP_ADD), int(ca.OP_SUB)
#: From this number of terms on, a sum is said as one list: a reader that recurses would need as much depth as terms.
_LONG = 3


class Wording:
    """The lines of every expression of a graph.

    Parameters
    ----------
    graph : Graph
    variables : int
        How many of its first nodes are variables; defined variables are numbered behind them.

    Attributes
    ----------
    defined : list of str
        The segments that give the defined variables, to be written before the expressions.
    """

    def __init__(self, graph: Graph, variables: int) -> None:
        self._graph = graph
        self._names = {node: f"v{node}" for node in range(variables)}
        self._names |= {node: f"n{numeral(value)}" for node, value in graph.value.items()}
        self.defined: list[str] = []
        shared = (i for i, uses in enumerate(graph.uses) if uses > 1 and not graph.is_leaf(i))
        for number, node in enumerate(shared, start=variables):
            self.defined += [f"V{number} 0 0", *self.lines(node)]
            self._names[node] = f"v{number}"
        self.count = len(self._names) - variables - len(graph.value)

    def lines(self, node: int) -> list[str]:
        """The expression of a node in prefix order."""
        lines: list[str] = []
        waiting: list[int | str] = [node]
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                lines.append(item)
                continue
            name = self._names.get(item)
            waiting.extend([name] if name is not None else reversed(self._phrase(item)))
        return lines

    def _phrase(self, node: int) -> Sequence[int | str]:
        code, operands = self._graph.operation[node], self._graph.operands[node]
        if code in (_ADD, _SUB):
            terms = self._terms(node)
            if len(terms) >= _LONG:
                signed = [(["o16"] if sign < 0 else []) + [term] for sign, term in terms]
                return ["o54", str(len(terms)), *(part for term in signed for part in term)]
        return [operands[part] if isinstance(part, int) else part for part in PHRASES[code]]

    def _terms(self, node: int) -> list[tuple[int, int]]:
        """The terms of a sum and their signs, through all sums that nothing else uses."""
        terms: list[tuple[int, int]] = []
        waiting = [(1, node, True)]
        while waiting:
            sign, item, whole = waiting.pop()
            code = self._graph.operation[item]
            if code in (_ADD, _SUB) and (whole or item not in self._names):
                left, right = self._graph.operands[item]
                waiting += [(sign if code == _ADD else -sign, right, False), (sign, left, False)]
            else:
                terms.append((sign, item))
        return terms


def numeral(value: float) -> str:
    """A number with all its digits and no more.

    >>> numeral(2.0), numeral(0.1)
    ('2', '0.1')
    """
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
